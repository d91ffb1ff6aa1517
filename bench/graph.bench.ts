import * as z from 'zod';
import { startBenchProcess, workloadArguments } from './benchProcess';
import { median, often, printTable, rounded } from './measure';
import { resnet152, resnet34, type Workload } from './workloads';

// How long it takes to write a network's graph and have TensorFlow load it, each time in a fresh process.

const graphSchema = z.object({
  write_ms: z.number(),
  load_ms: z.number(),
  init_ms: z.number(),
  nodes: z.number(),
  bytes: z.number(),
});

const runs = often(5, 1);

async function main(): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  for (const workload of [resnet34, resnet152]) rows.push(await rowOf(workload));
  printTable(`Graph written and loaded until its first call, median of ${runs} processes`, rows);
}

async function rowOf(workload: Workload): Promise<Record<string, string | number>> {
  const graphs: z.infer<typeof graphSchema>[] = [];
  for (let run = 0; run < runs; run++) {
    const child = startBenchProcess('graph', workloadArguments(workload));
    graphs.push(await child.read(graphSchema));
    await child.dispose();
  }
  const ms = (of: (graph: (typeof graphs)[number]) => number): number => rounded(median(graphs.map(of)));
  return {
    network: workload.title.split(', ').slice(0, 2).join(', '),
    'written, ms': ms(({ write_ms }) => write_ms),
    'loaded, ms': ms(({ load_ms }) => load_ms),
    'both, ms': ms(({ write_ms, load_ms }) => write_ms + load_ms),
    'first weights made and filled in, ms': ms(({ init_ms }) => init_ms),
    nodes: ms(({ nodes }) => nodes),
    bytes: ms(({ bytes }) => bytes),
  };
}

void main();
