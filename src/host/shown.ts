import type { Disposable, LogOutputChannel, Memento } from 'vscode';
import { loadRun } from '../client/loadRun';
import type { ArchitecturePanel } from './architecturePanel';
import type { MetricsView } from './metricsView';
import type { Run, Runs } from './runs';
import { networkContent } from './showArchitecture';
import { parseShownState, type ShownState } from './shownState';
import { plannedNetwork } from './trainPlan';

const key = 'resnet.shown';

/** What the views show: the latest run, or a network that the user wants to look at; kept for the window's next load. */
export class Shown implements Disposable {
  readonly #unlisten: () => void;
  #state: ShownState;

  constructor(
    private readonly of: {
      readonly runs: Runs;
      readonly panel: ArchitecturePanel;
      readonly metrics: MetricsView;
      readonly memory: Memento;
    },
  ) {
    this.#state = parseShownState(of.memory.get(key));
    this.#unlisten = of.runs.listen({
      latest: (run) => this.#showLatest(run),
      folder: (run) => this.#keep({ run }),
    });
  }

  /** Loads what was shown before; what is damaged is said in the log. */
  async restore(output: LogOutputChannel): Promise<void> {
    const { run, network } = this.#state;
    try {
      if (run !== undefined) this.of.runs.restore(await storedRun(run, (line) => output.warn(line)));
      if (network !== undefined) this.showNetwork(network);
    } catch (error) {
      output.warn(error instanceof Error ? error.message : String(error));
    }
    if (this.of.runs.latest === undefined && network === undefined) this.of.panel.show(networkContent('resnet34'));
  }

  /** Shows the latest run in both views. */
  async revealRun(): Promise<void> {
    const { runs, panel, metrics } = this.of;
    if (runs.latest !== undefined) this.#showLatest(runs.latest);
    panel.reveal();
    await metrics.reveal();
  }

  showNetwork(network: string): void {
    this.of.panel.show(networkContent(network));
    this.#keep({ ...this.#state, network });
  }

  dispose(): void {
    this.#unlisten();
  }

  #showLatest({ architecture, plan, history, folder }: Run): void {
    const { panel, metrics } = this.of;
    panel.show({ architecture: { architecture, title: plan.title }, history });
    metrics.show({ history });
    this.#keep({ run: folder });
  }

  #keep(state: ShownState): void {
    this.#state = state;
    void this.of.memory.update(key, state);
  }
}

async function storedRun(folder: string, log: (line: string) => void): Promise<Run> {
  const { record, history } = await loadRun(folder, log);
  const { title, options, start } = record;
  return { plan: { title, options }, history, folder, architecture: plannedNetwork(options, start?.classes.length) };
}
