import { commands, EventEmitter, Uri, workspace, type Disposable } from 'vscode';
import * as z from 'zod';
import { comparisonOf } from '../client/comparisonOf';
import { comparisonMarkdown } from '../client/comparisonText';
import type { ListedRun } from '../client/listedRuns';
import { UserError } from '../protocol/userError';

const scheme = 'resnet-compare';

const folders = z.array(z.string());

/** Runs beside each other as Markdown pages, made of their folders when they are shown. */
export class ComparedRuns implements Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;

  constructor(private readonly log: (line: string) => void) {
    this.#provider = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (page) => this.#text(page),
    });
  }

  async show(runs: readonly ListedRun[]): Promise<void> {
    if (runs.length < 2) throw new UserError('Select at least two runs to compare.');
    const query = JSON.stringify(runs.map(({ folder }) => folder));
    const page = Uri.from({ scheme, path: `/${runs.length} runs compared.md`, query });
    this.#changed.fire(page);
    await commands.executeCommand('markdown.showPreview', page);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }

  /** A run that is gone is told of on the page. */
  async #text({ query }: Uri): Promise<string> {
    try {
      return comparisonMarkdown(await comparisonOf(folders.parse(JSON.parse(query)), this.log));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
