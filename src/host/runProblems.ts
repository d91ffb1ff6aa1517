import { Diagnostic, DiagnosticSeverity, languages, Range, Uri, workspace, type Disposable } from 'vscode';
import { runFiles } from '../client/runFiles';
import { parseJson, type JsonPath } from '../protocol/networkFile/jsonText';
import type { RunEvent } from '../protocol/run';
import { faultSentence, type RunFault } from '../protocol/runFault';
import type { Run, Runs } from './runs';

/** Shows in the Problems view where the latest run's numbers stop being sound, at the stage concerned in the network's file. */
export class RunProblems implements Disposable {
  readonly #diagnostics = languages.createDiagnosticCollection('resnet-run');
  readonly #unlisten: () => void;
  #shown = 0;

  /** @param log is given a line the first time that a run tells of a fault */
  constructor(
    private readonly runs: Pick<Runs, 'listen' | 'latest'>,
    private readonly log: (line: string) => void,
  ) {
    this.#unlisten = runs.listen({
      latest: (run) => this.#show(run, run.history.status().fault),
      event: (event) => this.#take(event),
    });
  }

  dispose(): void {
    this.#unlisten();
    this.#diagnostics.dispose();
  }

  #take(event: RunEvent): void {
    const { latest } = this.runs;
    if (event.type !== 'fault' || latest === undefined) return;
    this.log(`${latest.plan.title}: ${faultSentence(event)}`);
    this.#show(latest, event);
  }

  #show(run: Run, fault: RunFault | undefined): void {
    this.#diagnostics.clear();
    const mine = ++this.#shown;
    const file = fileOf(run);
    if (fault === undefined || file === undefined) return;
    void diagnosticOf(file, fault).then((diagnostic) => {
      if (mine === this.#shown) this.#diagnostics.set(file, [diagnostic]);
    });
  }
}

/** The file that the run was trained from, else the one in its folder. */
function fileOf({ plan, folder }: Run): Uri | undefined {
  if (plan.file !== undefined) return Uri.parse(plan.file);
  return folder === undefined ? undefined : Uri.file(runFiles(folder).networkFile);
}

const severities: Readonly<Record<RunFault['kind'], DiagnosticSeverity>> = {
  exploding: DiagnosticSeverity.Warning,
  gradient: DiagnosticSeverity.Error,
  statistics: DiagnosticSeverity.Error,
};

async function diagnosticOf(file: Uri, fault: RunFault): Promise<Diagnostic> {
  const diagnostic = new Diagnostic(await rangeOf(file, fault), faultSentence(fault), severities[fault.kind]);
  diagnostic.source = 'ResNet';
  return diagnostic;
}

/** Where the file has the layer's stage; its first character where it can't be read. */
async function rangeOf(file: Uri, { layer }: RunFault): Promise<Range> {
  try {
    const document = await workspace.openTextDocument(file);
    const { offset, length } = parseJson(document.getText()).spanOf(pathOf(layer));
    return new Range(document.positionAt(offset), document.positionAt(offset + length));
  } catch {
    return new Range(0, 0, 0, 1);
  }
}

/** Of the stage that a layer is in, by its name; of any other layer, the network. */
function pathOf(layer: string): JsonPath {
  const [, stage] = /^layer(\d+)\./.exec(layer) ?? [];
  return stage === undefined ? ['network'] : ['network', 'stages', Number(stage) - 1];
}
