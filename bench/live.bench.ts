import { median, printTable, timeRun } from './measure';

// What gradient norms, update ratios and block RMS cost: the whole training time with and without them, in turn.

const steps = 60;

async function main(): Promise<void> {
  const time = async (...flags: string[]): Promise<number> =>
    (await timeRun(steps, ['--engine', 'tensorflow', ...flags])).trainingMs;
  const live: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < 3; round++) {
    bare.push(await time('--no-live'));
    live.push(await time());
  }
  const cost = median(live.map((ms, round) => ms / (bare[round] ?? Number.NaN) - 1));
  printTable(`Cost of live metrics over ${steps} steps of ResNet-34`, [
    { run: 'without', 'seconds (median of 3)': Number((median(bare) / 1000).toFixed(2)) },
    { run: 'with', 'seconds (median of 3)': Number((median(live) / 1000).toFixed(2)) },
    { run: 'cost (median of the pairs)', 'seconds (median of 3)': `${(100 * cost).toFixed(1)} %` },
  ]);
}

void main();
