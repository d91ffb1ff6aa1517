import { formatShape } from '../model/layer';
import { tensorsOf } from '../model/tensorRules';
import { buildArchitecture } from '../protocol/checkTrainOptions';
import { exact, measured, short } from '../protocol/format';
import { networkText } from '../protocol/recognition/networkText';
import {
  combined,
  oddities,
  type ElementStatistics,
  type OpenedWeights,
  type TensorStatistics,
} from '../protocol/weights';

/** Whose weights they are, a line a tensor, and all of them together. */
export function inspectTable(file: string, opened: OpenedWeights, tensors: readonly TensorStatistics[]): string {
  const rows = inOrder(opened, tensors).map((tensor) => [
    tensor.name,
    formatShape(tensor.shape) || '1',
    tensor.dtype,
    ...cellsOf(tensor),
  ]);
  const sum = ['all', '', '', ...cellsOf(combined(tensors))];
  const table = [titles, ...rows, sum];
  const widths = titles.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const [head = '', ...lines] = table.map((row) => row.map((cell, column) => padded(cell, column, widths)).join('  ').trimEnd()); // prettier-ignore
  const rule = '─'.repeat(Math.max(head.length, ...lines.map(({ length }) => length)));
  return [...about(file, opened), rule, head, rule, ...lines.slice(0, -1), rule, ...lines.slice(-1)].join('\n');
}

/** The contract of `inspect --json`. */
export function inspectJson(file: string, opened: OpenedWeights, tensors: readonly TensorStatistics[]): string {
  const { network, classNames, bytes, elements } = opened;
  return JSON.stringify({
    file,
    bytes,
    elements,
    ...network,
    classNames,
    totals: combined(tensors),
    tensors: inOrder(opened, tensors),
  });
}

/** As the network has them; a file has them by type and name. */
function inOrder({ network }: OpenedWeights, tensors: readonly TensorStatistics[]): readonly TensorStatistics[] {
  const { layers } = buildArchitecture(network.options, network.classes, network.input);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return layers.flatMap((layer) => tensorsOf(layer)).flatMap(({ name }) => byName.get(name) ?? []);
}

const titles = ['tensor', 'shape', 'type', 'mean', 'std', 'min', 'max', 'norm', 'zeros, faults'];
const leftColumns = [0, 1, 2, 8];

function cellsOf(part: ElementStatistics): readonly string[] {
  const { mean, std, min, max, norm } = part;
  return [...[mean, std, min, max, norm].map(measured), oddities(part)];
}

function about(file: string, { network, classNames, tensors, elements, bytes }: OpenedWeights): readonly string[] {
  const { options, classes, certainty, alternatives } = network;
  const names = classNames === undefined ? '' : ` (${classNames.slice(0, 10).join(', ')}${classNames.length > 10 ? ' …' : ''})`; // prettier-ignore
  const others = alternatives.map(networkText).join(', ');
  return [
    `${file}: ${networkText(options)}, ${exact(classes)} classes${names}`,
    `${exact(tensors)} tensors, ${exact(elements)} numbers, ${short(bytes)}B`,
    ...(certainty === 'recorded' ? ['The file says itself which network it is of.'] : []),
    ...(others === '' ? [] : [`The tensors would fit as well: ${others}; say it with --model.`]),
  ];
}

function padded(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return leftColumns.includes(column) ? cell.padEnd(width) : cell.padStart(width);
}
