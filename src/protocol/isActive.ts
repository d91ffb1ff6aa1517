import type { RunState, RunStatus } from './viewContract';

/** Whether a worker of this window is busy with the run, so that it can be stopped from here. */
export function isActive({ state, elsewhere = false }: RunStatus): boolean {
  return !elsewhere && activeStates.includes(state);
}

const activeStates: readonly RunState[] = ['starting', 'running', 'paused'];
