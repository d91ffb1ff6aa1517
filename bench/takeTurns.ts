import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './measure';

/** One row of a comparison. */
export interface Contestant {
  readonly name: string;
  /** Measures some values, all alone. */
  readonly turn: () => Promise<readonly number[]>;
}

/** What a contestant's turns gave. */
export interface Measured {
  readonly name: string;
  readonly values: readonly number[];
  /** The machine's load average over a minute, the median of those after each turn. */
  readonly load: number;
}

/** Before each turn, so that the threads of the one before have stopped waiting for work. */
const restMs = 300;

/** A B C A B C …: each contestant measures once a round. */
export async function takeTurns(contestants: readonly Contestant[], rounds: number): Promise<readonly Measured[]> {
  const notes = contestants.map(({ name, turn }) => ({ name, turn, values: [] as number[], loads: [] as number[] }));
  for (let round = 0; round < rounds; round++)
    for (const { turn, values, loads } of notes) {
      await sleep(restMs);
      values.push(...(await turn()));
      loads.push(loadavg()[0] ?? Number.NaN);
    }
  return notes.map(({ name, values, loads }) => ({ name, values, load: median(loads) }));
}
