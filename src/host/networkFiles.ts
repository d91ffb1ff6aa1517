import { Diagnostic, DiagnosticSeverity, languages, Range, workspace, type Disposable, type TextDocument, type Uri } from 'vscode'; // prettier-ignore
import type { Architecture } from '../model/layer';
import type { FileProblem, NetworkFileReading } from '../protocol/networkFile/readNetworkFile';
import { UserError } from '../protocol/userError';
import { fileNameOf, isNetworkFile, readDocument } from './networkFileDocument';
import type { ViewContent } from './viewSession';

/** How long the typing must rest before a file is read, in ms. */
const rest = 200;

/** The network files that are open: their problems are shown where they are, and whoever draws one is told of each change. */
export class NetworkFiles implements Disposable {
  readonly #diagnostics = languages.createDiagnosticCollection('resnet');
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The last network of each file that could be drawn. */
  readonly #sound = new Map<string, Architecture>();
  readonly #listeners: readonly Disposable[];

  constructor(private readonly changed: (uri: Uri, content: ViewContent | undefined) => void) {
    this.#listeners = [
      workspace.onDidOpenTextDocument((document) => this.#check(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
    ];
    for (const document of workspace.textDocuments) this.#check(document);
  }

  /** What to draw of a file; a sentence where none of it has ever been a network. */
  content(document: TextDocument): ViewContent {
    const reading = readDocument(document);
    const content = this.#contentOf(document.uri, reading);
    if (content !== undefined) return content;
    const [problem] = reading.problems;
    throw new UserError(`${fileNameOf(document.uri)} has no network to draw: ${problem?.message ?? 'it is empty.'}`);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const listener of this.#listeners) listener.dispose();
    this.#diagnostics.dispose();
  }

  #checkSoon(document: TextDocument): void {
    if (!isNetworkFile(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => this.#check(document), rest),
    );
  }

  #check(document: TextDocument): void {
    if (!isNetworkFile(document) || document.isClosed) return;
    const reading = readDocument(document);
    const shown = reading.problems.filter(({ kind }) => kind === 'meaning'); // VS Code itself tells the others, by the schema
    this.#diagnostics.set(document.uri, shown.map((problem) => diagnosticOf(document, problem))); // prettier-ignore
    this.changed(document.uri, this.#contentOf(document.uri, reading));
  }

  #contentOf(uri: Uri, { architecture, problems }: NetworkFileReading): ViewContent | undefined {
    const key = uri.toString();
    const problem = problems.find(({ onlyTraining = false }) => !onlyTraining);
    if (problem === undefined && architecture !== undefined) this.#sound.set(key, architecture);
    const drawn = this.#sound.get(key) ?? architecture;
    if (drawn === undefined) return undefined;
    const fault = problem === undefined ? {} : { problem: { message: problem.message, layer: problem.layer } };
    return { architecture: { architecture: drawn, title: fileNameOf(uri), ...fault } };
  }

  #forget(uri: Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#sound.delete(key);
    this.#diagnostics.delete(uri);
  }
}

function diagnosticOf(document: TextDocument, problem: FileProblem): Diagnostic {
  const { offset, length, message, onlyTraining = false } = problem;
  const range = new Range(document.positionAt(offset), document.positionAt(offset + length));
  const severity = onlyTraining ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error;
  const diagnostic = new Diagnostic(range, message, severity);
  diagnostic.source = 'ResNet';
  return diagnostic;
}
