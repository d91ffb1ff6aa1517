import type { Command } from 'commander';
import path from 'node:path';
import type { InspectedTensor, InspectedWeights } from '../protocol/inspectedWeights';
import { interruptible } from './interrupt';
import type { Outcome } from './program';
import { textTable, type Column } from '../model/textTable';
import { withTrainer } from './withTrainer';

/** `resnet inspect FILE`: which network weights are of, and what they are like. */
export function addInspect(program: Command, outcome: Outcome): void {
  program
    .command('inspect')
    .description('say which network a safetensors file is of, and what its weights are like')
    .argument('<file>', 'a safetensors file under torchvision’s names')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json }: { readonly json?: true }) => {
      const input = { file: path.resolve(file) };
      const found = await interruptible(outcome, (signal) => withTrainer(({ channel }) => channel.request('inspectWeights', input, signal))); // prettier-ignore
      process.stdout.write(`${json === true ? JSON.stringify(found) : inspectionText(found)}\n`);
    });
}

const number = (value: number | null | undefined): string => (value === null || value === undefined ? '' : value.toPrecision(4)); // prettier-ignore
const count = (value: number | undefined): string => (value === undefined || value === 0 ? '' : value.toLocaleString('en-US')); // prettier-ignore

const columns: readonly Column<InspectedTensor>[] = [
  { title: 'tensor', right: false, cell: ({ name }) => name },
  { title: 'type', right: false, cell: ({ dtype }) => dtype },
  { title: 'shape', right: false, cell: ({ shape }) => shape.join('×') },
  { title: 'mean', right: true, cell: ({ values }) => number(values?.mean) },
  { title: 'std', right: true, cell: ({ values }) => number(values?.std) },
  { title: 'min', right: true, cell: ({ values }) => number(values?.min) },
  { title: 'max', right: true, cell: ({ values }) => number(values?.max) },
  { title: 'zeros', right: true, cell: ({ values }) => count(values?.zeros) },
  { title: 'NaN', right: true, cell: ({ values }) => count(values?.nan) },
  { title: '±∞', right: true, cell: ({ values }) => count(values?.infinite) },
];

function inspectionText(weights: InspectedWeights): string {
  const { rule, lines } = textTable(weights.tensors, columns);
  const elements = weights.tensors.reduce((sum, tensor) => sum + tensor.count, 0);
  const total = `${weights.tensors.length} tensors, ${elements.toLocaleString('en-US')} elements`;
  return [`${weights.file}: ${networkText(weights)}`, rule, ...lines, rule, total].join('\n');
}

/** `resnet20-cifar with shortcut B, 10 classes (or plain20-cifar, which has the same tensors)`. */
function networkText({ networks, reason }: InspectedWeights): string {
  const [first, ...others] = networks.map(({ model, options }) => {
    const changes = Object.entries(options).map(([key, value]) => (value === true ? key : `${key} ${String(value)}`));
    return changes.length === 0 ? model : `${model} with ${changes.join(', ')}`;
  });
  if (first === undefined) return `not recognised: ${reason ?? ''}`;
  const same = others.length === 0 ? '' : ` (or ${others.join(', or ')}: the same tensors)`;
  return `${first}, ${networks[0]?.classes ?? 0} classes${same}`;
}
