import type { TrainerProcess } from './trainerProcess';

/** Kills a worker that is asked to stop and does not within the grace period. */
export function killLater(
  trainer: TrainerProcess,
  stopping: AbortSignal,
  graceMs: number,
): { killed(): boolean; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  let killed = false;
  const arm = (): void => {
    timer = setTimeout(() => {
      killed = true;
      trainer.kill();
    }, graceMs);
  };
  if (stopping.aborted) arm();
  else stopping.addEventListener('abort', arm, { once: true });
  return {
    killed: () => killed,
    dispose: () => {
      stopping.removeEventListener('abort', arm);
      clearTimeout(timer);
    },
  };
}
