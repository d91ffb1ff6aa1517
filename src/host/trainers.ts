import type { TrainerProcess } from '../client/trainerProcess';

/** Between asking a worker to cancel and ending it, in ms. */
const cancelGrace = 10_000;

/** The workers that live; whoever starts one disposes it, and all end with the extension. */
export class Trainers {
  readonly #living = new Set<TrainerProcess>();

  constructor(private readonly launch: () => TrainerProcess) {}

  start(): TrainerProcess {
    const trainer = this.launch();
    this.#living.add(trainer);
    const dispose = async (reason?: string): Promise<void> => {
      await trainer.dispose(reason);
      this.#living.delete(trainer);
    };
    return { channel: trainer.channel, pid: trainer.pid, kill: () => trainer.kill(), dispose };
  }

  /** Starts a worker for one job and ends it afterwards; a job that ignores the signal loses its worker. */
  async use<T>(signal: AbortSignal, job: (channel: TrainerProcess['channel']) => Promise<T>): Promise<T> {
    const trainer = this.start();
    let timer: NodeJS.Timeout | undefined;
    signal.addEventListener('abort', () => (timer = setTimeout(() => trainer.kill(), cancelGrace)));
    try {
      return await job(trainer.channel);
    } finally {
      clearTimeout(timer);
      await trainer.dispose();
    }
  }

  async dispose(reason: string): Promise<void> {
    await Promise.all([...this.#living].map((trainer) => trainer.dispose(reason)));
  }
}
