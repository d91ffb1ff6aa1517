import * as z from 'zod';
import { startBenchProcess } from './benchProcess';
import { printTable, rounded } from './measure';

// An epoch of the trainer, live metrics on, against the sum of its calls that run the graph; the first one warms up.

const epochSchema = z.object({ epoch: z.number(), seconds: z.number(), calls: z.number(), in_calls: z.number() });

async function main(): Promise<void> {
  const child = startBenchProcess('epoch', []);
  const rows: Record<string, string | number>[] = [];
  for (let epoch = 0; epoch < 2; epoch++) rows.push(rowOf(await child.read(epochSchema)));
  await child.dispose();
  printTable('Epochs of ResNet-34 in the trainer, batch 64', rows);
}

function rowOf({
  epoch,
  seconds,
  calls,
  in_calls: inCalls,
}: z.infer<typeof epochSchema>): Record<string, number | string> {
  return {
    epoch,
    seconds: rounded(seconds, 3),
    'calls of the graph': calls,
    'seconds in them': rounded(inCalls, 3),
    'outside of them': calls === 0 ? 'the step is not compiled' : `${rounded(100 * (1 - inCalls / seconds), 2)} %`,
  };
}

void main();
