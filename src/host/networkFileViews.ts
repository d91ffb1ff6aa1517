import { languages, Uri, workspace, type Disposable } from 'vscode';
import { DescribedFiles } from './describedFiles';
import { networkFileSelector, openFileUri } from './networkFileDocument';
import { networkFileLenses } from './networkFileLenses';
import { NetworkFiles } from './networkFiles';
import type { ViewContent } from './viewSession';

/** Where networks are drawn; files are known by their URIs. */
export interface FilePanel {
  showFile(file: string, content: ViewContent): void;
  /** A file has been changed: drawn anew where it is what is shown. */
  fileChanged(file: string, content: ViewContent): void;
  revealBeside(): void;
}

/** What the editor has for network files: lenses, problems, the drawing that follows the typing, the table. */
export class NetworkFileViews implements Disposable {
  readonly #described = new DescribedFiles();
  readonly #lenses = languages.registerCodeLensProvider(networkFileSelector, networkFileLenses);
  readonly #files: NetworkFiles;

  constructor(private readonly panel: FilePanel) {
    this.#files = new NetworkFiles((uri, content) => {
      this.#described.update(uri);
      if (content !== undefined) panel.fileChanged(uri.toString(), content);
    });
  }

  /** Draws a command's file beside the editor. */
  async show(file: unknown): Promise<void> {
    const uri = openFileUri(file).toString();
    this.panel.showFile(uri, await this.content(uri));
    this.panel.revealBeside();
  }

  /** Opens a command's file as a table of its layers. */
  async describe(file: unknown): Promise<void> {
    await this.#described.show(openFileUri(file));
  }

  /** What to draw of a file; rejects with a sentence where it has no network. */
  async content(file: string): Promise<ViewContent> {
    return this.#files.content(await workspace.openTextDocument(Uri.parse(file)));
  }

  dispose(): void {
    for (const part of [this.#files, this.#lenses, this.#described]) part.dispose();
  }
}
