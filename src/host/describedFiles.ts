import { commands, EventEmitter, Uri, workspace, type Disposable } from 'vscode';
import { analyze } from '../model/analyze';
import { describeMarkdown } from '../model/describeTable';
import { fileNameOf, readDocument } from './networkFileDocument';

const scheme = 'resnet-describe';

/** Network files as tables of their layers: Markdown pages that follow the files. */
export class DescribedFiles implements Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;

  constructor() {
    this.#provider = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (page) => describedFile(Uri.parse(page.query)),
    });
  }

  async show(file: Uri): Promise<void> {
    this.update(file);
    await commands.executeCommand('markdown.showPreview', pageOf(file));
  }

  /** The file has been changed. */
  update(file: Uri): void {
    this.#changed.fire(pageOf(file));
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}

function pageOf(file: Uri): Uri {
  return Uri.from({ scheme, path: `/${fileNameOf(file).replace(/\.resnet\.json$/, '')}.md`, query: file.toString() });
}

/** The table, or what is wrong with the file. */
export async function describedFile(file: Uri): Promise<string> {
  const { architecture, problems } = readDocument(await workspace.openTextDocument(file));
  const faults = problems.map(({ message }) => `- ${message}`);
  const table = architecture === undefined ? [] : [describeMarkdown(architecture, analyze(architecture))];
  return [...faults, ...(faults.length === 0 ? [] : ['']), ...table].join('\n');
}
