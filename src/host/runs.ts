import type { Architecture } from '../model/layer';
import type { EarlierRun } from '../client/earlierRun';
import { createRun, type RunStore } from '../client/runStore';
import { freshRunFolder, runId } from '../client/runFiles';
import { RunHistory } from '../client/runHistory';
import { runSession, type KeptBeside } from '../client/runSession';
import type { TrainerProcess } from '../client/trainerProcess';
import type { RunEvent, RunResult } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { plannedNetwork } from '../protocol/plannedNetwork';
import type { TrainPlan } from './trainPlan';

/** A run that goes on, has ended, or was found on disk. */
export interface Run {
  readonly plan: TrainPlan;
  readonly history: RunHistory;
  readonly architecture: Architecture;
  /** Undefined until the run's folder is made. */
  readonly folder: string | undefined;
}

/** What running needs of its surroundings. */
export interface RunsEnvironment {
  startTrainer(): TrainerProcess;
  /** Settles when the worker may take the processor: the graph is painted first. */
  ready?(): Promise<void>;
  /** The folder under which each run gets its own. */
  runsFolder(): string;
  /** What runs keep beside their weights; left out: everything. */
  keeps?(): KeptBeside;
}

/** What happens to runs. */
export interface RunsListener {
  /** Another run is the latest, or its architecture turned out to be another. */
  latest?(run: Run): void;
  /** The latest run's folder is made. */
  folder?(folder: string): void;
  event?(event: RunEvent): void;
  /** A run has begun, or is over. */
  going?(going: boolean): void;
}

interface RunStarting {
  readonly id: string;
  readonly stop: AbortSignal;
  readonly earlier: EarlierRun | undefined;
}

interface Going {
  readonly stop: AbortController;
  readonly over: Promise<unknown>;
  /** Once it trains. */
  readonly worker?: TrainerProcess['channel'];
}

/** The latest run, and the one training that may go on at a time. */
export class Runs {
  readonly #listeners = new Set<RunsListener>();
  #latest: Run | undefined;
  #going: Going | undefined;

  constructor(private readonly environment: RunsEnvironment) {}

  get latest(): Run | undefined {
    return this.#latest;
  }

  get isGoing(): boolean {
    return this.#going !== undefined;
  }

  /** Settles when nothing goes on. */
  get over(): Promise<unknown> {
    return this.#going?.over ?? Promise.resolve();
  }

  listen(listener: RunsListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Trains, from an earlier run's checkpoint on if one is given; the architecture is shown at once, before the worker is up. Rejects with a sentence for a failed run. */
  async train(plan: TrainPlan, earlier?: EarlierRun): Promise<RunResult> {
    if (this.isGoing) throw new UserError('A run is going on; stop it first.');
    const architecture = plannedNetwork(plan.options);
    const id = runId(plan.options.model, new Date());
    const history = new RunHistory({ id, title: plan.title });
    const run: Run = { plan, history, architecture, folder: undefined };
    this.#setLatest(run);
    const stop = new AbortController();
    const over = this.#run(run, { id, stop: stop.signal, earlier }).finally(() => this.#setGoing(undefined));
    this.#setGoing({ stop, over: over.catch(() => undefined) });
    return over;
  }

  /** Stops the run after its batch in hand; settles when it is over. */
  async stop(): Promise<void> {
    this.#going?.stop.abort();
    await this.#going?.over;
  }

  /** The worker of the run that goes on, to be told something; a sentence where none trains yet. */
  get worker(): TrainerProcess['channel'] {
    if (this.#going === undefined) throw new UserError('No run goes on: train a network first.');
    if (this.#going.worker === undefined)
      throw new UserError('The run is still starting: try again when its first step is made.');
    return this.#going.worker;
  }

  /** Makes a run found on disk the latest, unless one has been started since. */
  restore(run: Run): void {
    if (this.#latest === undefined) this.#setLatest(run);
  }

  /** Makes a run found on disk the latest, unless one goes on; false then. */
  open(run: Run): boolean {
    if (this.isGoing) return false;
    this.#setLatest(run);
    return true;
  }

  async #run(run: Run, start: RunStarting): Promise<RunResult> {
    let trainer: TrainerProcess | undefined;
    try {
      await this.environment.ready?.();
      trainer = this.environment.startTrainer();
      return await this.#session(trainer, run, start);
    } catch (error) {
      const { history } = run;
      if (history.status().state === 'starting') history.finish('failed', sentence(error));
      throw error;
    } finally {
      await trainer?.dispose();
    }
  }

  async #session(
    trainer: TrainerProcess,
    { plan, history }: Run,
    { id, stop, earlier }: RunStarting,
  ): Promise<RunResult> {
    const store = await this.#store(id, plan);
    this.#setFolder(store.folder);
    const { options } = plan;
    return runSession({
      trainer,
      options,
      store,
      history,
      earlier,
      ...(this.environment.keeps === undefined ? {} : { keeps: this.environment.keeps() }),
      signal: stop,
      onEvent: (event) => this.#take(event, trainer),
    });
  }

  async #store(id: string, { title, options }: TrainPlan): Promise<RunStore> {
    const folder = await freshRunFolder(this.environment.runsFolder(), id);
    return createRun(folder, { id, title, options });
  }

  #take(event: RunEvent, { channel: worker }: TrainerProcess): void {
    if (event.type === 'start') {
      this.#fitClasses(event.classes.length);
      if (this.#going !== undefined) this.#going = { ...this.#going, worker };
    }
    for (const listener of this.#listeners) listener.event?.(event);
  }

  /** How many classes a folder has is known for certain only by the worker. */
  #fitClasses(classes: number): void {
    const latest = this.#latest;
    if (latest === undefined || latest.architecture.classes === classes) return;
    this.#setLatest({ ...latest, architecture: plannedNetwork(latest.plan.options, classes) });
  }

  #setGoing(going: Going | undefined): void {
    this.#going = going;
    for (const listener of this.#listeners) listener.going?.(going !== undefined);
  }

  #setFolder(folder: string): void {
    if (this.#latest !== undefined) this.#latest = { ...this.#latest, folder };
    for (const listener of this.#listeners) listener.folder?.(folder);
  }

  #setLatest(run: Run): void {
    this.#latest = run;
    for (const listener of this.#listeners) listener.latest?.(run);
  }
}

function sentence(error: unknown): string {
  return error instanceof UserError ? error.message : `Unexpected: ${String(error)}`;
}
