import { spawnSync } from 'node:child_process';
import { median, often, printTable, rounded } from './measure';

// `resnet describe` as a whole process, less what Node alone needs to start; in turn, medians.

/** Milliseconds that each may take. */
const aims: readonly (readonly [model: string, ms: number])[] = [
  ['resnet18', 150],
  ['resnet152', 150],
  ['vgg19_bn', 150],
  ['alexnet-2012', 150],
  ['resnet1202-cifar', 300],
  ['preact-resnet1001-cifar', 300],
];

function main(): void {
  const nothing: number[] = [];
  const times = new Map(aims.map(([model]) => [model, [] as number[]]));
  for (let round = 0; round < often(9, 1); round++) {
    nothing.push(duration(['-e', '0']));
    for (const [model, all] of times) all.push(duration(['dist/cli.cjs', 'describe', model]));
  }
  const node = median(nothing);
  printTable(`resnet describe, beyond the ${rounded(node)} ms that Node takes`, aims.map(([model, aim]) => ({ row: model, 'ms (median)': rounded(median(times.get(model) ?? []) - node), aim }))); // prettier-ignore
}

function duration(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return performance.now() - began;
}

main();
