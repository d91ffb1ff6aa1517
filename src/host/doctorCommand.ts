import { env, EventEmitter, Uri, window, workspace, type Disposable, type LogOutputChannel } from 'vscode';
import { doctorLines, doctorMarkdown } from './doctorMarkdown';
import { runWithProgress } from './runWithProgress';
import type { Trainers } from './trainers';

const scheme = 'resnet-doctor';
const page = Uri.from({ scheme, path: '/ResNet Doctor.md' });

/** "ResNet: Doctor": what this machine offers, as a read-only Markdown document and in the log. */
export class DoctorCommand implements Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;
  #text = '';

  constructor(private readonly use: { readonly trainers: Trainers; readonly output: LogOutputChannel }) {
    this.#provider = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async run(): Promise<void> {
    const { trainers, output } = this.use;
    const report = await runWithProgress({
      title: 'ResNet: trying the engines…',
      trainers,
      run: (channel, signal) => channel.request('doctor', null, signal),
    });
    if (report === undefined) return;
    for (const line of doctorLines(report)) output.info(line);
    this.#text = doctorMarkdown(report);
    this.#changed.fire(page);
    await window.showTextDocument(await workspace.openTextDocument(page), { preview: true });
    void this.#offerCopy(report.choice);
  }

  async #offerCopy(choice: string): Promise<void> {
    const copy = 'Copy as Markdown';
    const answer = await window.showInformationMessage(`ResNet: runs take the engine "${choice}" here.`, copy);
    if (answer === copy) await env.clipboard.writeText(this.#text);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}
