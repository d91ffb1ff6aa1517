import type { Disposable, Memento } from 'vscode';
import type { ArchitecturePanel } from './architecturePanel';
import type { MetricsView } from './metricsView';
import type { Run, Runs } from './runs';
import { trainedIn } from '../client/trainedIn';
import { networkContent } from './networkContent';
import { UserError } from '../protocol/userError';
import type { TensorStatistics } from '../protocol/weights';
import type { TrainedWeights, ViewContent } from './viewSession';
import { parseShownState, type ShownState } from './shownState';
import { storedRun } from './storedRun';

const key = 'resnet.shown';

/** What is shown where nothing else is to be. */
const firstNetwork = 'resnet34';

/** What the views show: the latest run, or a network that the user wants to look at; kept for the window's next load. */
export class Shown implements Disposable {
  readonly #unlisten: () => void;
  #state: ShownState;
  #hasShown = false;
  #content: ViewContent = {};
  #passing: ViewContent | undefined;

  constructor(
    private readonly of: {
      readonly runs: Runs;
      readonly panel: Pick<ArchitecturePanel, 'show' | 'reveal' | 'lookBack'>;
      readonly metrics: Pick<MetricsView, 'show' | 'reveal' | 'lookBack'>;
      readonly memory: Pick<Memento, 'get' | 'update'>;
      /** The network in a file, by the file's URI. */
      readonly openFile?: (file: string) => Promise<ViewContent>;
      /** The same for another program's file. */
      readonly openModel?: (file: string) => Promise<ViewContent>;
    },
  ) {
    this.#state = parseShownState(of.memory.get(key));
    this.#unlisten = of.runs.listen({
      latest: (run) => this.#showLatest(run),
      folder: (run) => this.#keep({ run }),
    });
  }

  /** Loads what was shown before; `log` is told of what can't be shown any more. */
  async restore(log: (line: string) => void): Promise<void> {
    const { run } = this.#state;
    const failed = (error: unknown): void => log(error instanceof Error ? error.message : String(error));
    const stored = run === undefined ? undefined : await storedRun(run, log).catch(failed);
    const { network, file, model } = this.#state; // by now: the user may have chosen another, or begun a run
    const passing = this.#passing;
    if (stored !== undefined) this.of.runs.restore(stored);
    try {
      if (passing !== undefined) this.showPassing(passing);
      else if (network !== undefined) this.showNetwork(network);
      else if (file !== undefined) await this.#restoreFile(file);
      else if (model !== undefined) await this.#restoreModel(model);
    } catch (error) {
      failed(error);
      this.#keep({ ...this.#state, network: undefined, file: undefined, model: undefined });
    }
    if (!this.#hasShown) this.of.panel.show(networkContent(firstNetwork));
  }

  /** Shows the latest run in both views. */
  async revealRun(): Promise<void> {
    const { runs, panel, metrics } = this.of;
    if (runs.latest !== undefined) this.#showLatest(runs.latest);
    panel.reveal();
    await metrics.reveal();
  }

  /** Shows a run found on disk in both views, also while another goes on; `log` is told of what is damaged in it. */
  async openRun(folder: string, log: (line: string) => void): Promise<void> {
    const { runs, panel, metrics } = this.of;
    const isLatest = runs.latest?.folder === folder && runs.isGoing;
    if (isLatest) return this.revealRun();
    const run = await storedRun(folder, log);
    if (!runs.open(run)) this.#showRun(run);
    panel.reveal();
    await metrics.reveal();
  }

  showNetwork(network: string): void {
    this.#show(networkContent(network));
    this.#keep({ run: this.#state.run, network });
  }

  /** A network that is not kept for the window's next load. */
  showPassing(content: ViewContent): void {
    this.#show(content);
    this.#passing = content;
    this.#keep({ run: this.#state.run });
  }

  /** The same with more about it, unless something else is shown by now. */
  enrich(before: ViewContent, content: ViewContent): void {
    if (this.#passing === before) this.showPassing(content);
  }

  /** Both views look back at a step of the run that they show; nothing: at the newest again. */
  lookBack(step: number | undefined): void {
    for (const view of [this.of.panel, this.of.metrics]) view.lookBack(step);
  }

  /** What the panel shows. */
  get content(): ViewContent {
    return this.#content;
  }

  /** What the weights of something shown are like, unless something else is shown by now. */
  measured(of: ViewContent, weights: readonly TensorStatistics[]): void {
    const { architecture } = of;
    if (architecture === undefined || this.#content !== of) return;
    const isPassing = this.#passing === of;
    const content = { ...of, architecture: { ...architecture, weights } };
    this.#show(content);
    if (isPassing) this.#passing = content;
  }

  /** The network file that the panel shows, by its URI. */
  get file(): string | undefined {
    return this.#state.file;
  }

  showFile(file: string, content: ViewContent): void {
    this.#show(content);
    this.#keep({ run: this.#state.run, file });
  }

  showModel(model: string, content: ViewContent): void {
    this.#show(content);
    this.#keep({ run: this.#state.run, model });
  }

  /** A network file has been changed: where the panel shows it, it is drawn anew. */
  fileChanged(file: string, content: ViewContent): void {
    if (this.#hasShown && this.#state.file === file) this.of.panel.show(content);
  }

  dispose(): void {
    this.#unlisten();
  }

  async #restoreFile(file: string): Promise<void> {
    const before = this.#state;
    const content = await this.of.openFile?.(file);
    if (content !== undefined && this.#state === before) this.showFile(file, content);
  }

  async #restoreModel(model: string): Promise<void> {
    const before = this.#state;
    const content = await this.of.openModel?.(model);
    if (content !== undefined && this.#state === before) this.showModel(model, content);
  }

  #showLatest(run: Run): void {
    this.#showRun(run);
    this.#keep({ run: run.folder });
  }

  #showRun(run: Run): void {
    const { architecture, plan, history } = run;
    const trained = (): Promise<TrainedWeights> => this.#trained(run);
    const drawn = { architecture, title: history.status().title, trained: true };
    this.#show({ architecture: drawn, history, options: plan.options, trained });
    this.of.metrics.show({ history });
  }

  /** A run's weights; its folder may not have been made when it began to be shown. */
  async #trained(run: Run): Promise<TrainedWeights> {
    const { latest } = this.of.runs;
    const { folder } = latest?.history === run.history ? latest : run;
    if (folder === undefined)
      throw new UserError('This run has written no weights yet: it does at the end of an epoch.');
    return { ...(await trainedIn(folder)), data: run.plan.options.data };
  }

  #show(content: ViewContent): void {
    this.of.panel.show(content);
    this.#content = content;
    this.#passing = undefined;
    this.#hasShown = true;
  }

  #keep(state: ShownState): void {
    this.#state = state;
    void this.of.memory.update(key, state);
  }
}
