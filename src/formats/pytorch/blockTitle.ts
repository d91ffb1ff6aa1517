import type { Kind } from '../../model/layer';
import { blockShape, isGate, type BlockShape } from './blockShape';
import type { BlockPart, Step } from './moduleParts';
import { kindOf, pathLabels } from './pathLabels';
import { className } from './pythonNames';

/** What a block's class is called, and what its docstring says. */
export interface BlockTitle {
  readonly name: string;
  readonly sentences: readonly string[];
}

interface Row {
  readonly name: string;
  readonly sentence: string;
}

/** By the kernels of the branch's convolutions. */
const branches: Readonly<Record<string, Row>> = {
  '3,3': { name: 'BasicBlock', sentence: 'Two 3×3 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 2).' },
  '1,3,1': { name: 'Bottleneck', sentence: '1×1, 3×3 and 1×1 convolutions, F(x), beside a shortcut (He et al. 2015, Fig. 5).' }, // prettier-ignore
};

const plainBranches: Readonly<Record<string, Row>> = {
  '3,3': { name: 'PlainBlock', sentence: 'The two 3×3 convolutions of a residual block without its shortcut.' },
  '1,3,1': { name: 'PlainBottleneck', sentence: 'The three convolutions of a bottleneck without its shortcut.' },
};

/** He et al. 2016, Fig. 4(b) to (e), by the order of the block's layers. */
const orders: readonly (Row & { readonly order: RegExp })[] = [
  { order: /^\|(cnr)+c\|nr$/, name: 'NormAfterAdd', sentence: 'Batch norm comes after the addition (He et al. 2016, Fig. 4(b)).' },
  { order: /^\|(cnr)+\|$/, name: 'ReLUBeforeAdd', sentence: 'ReLU comes before the addition (He et al. 2016, Fig. 4(c)).' },
  { order: /^\|(rcn)+\|$/, name: 'ReLUPreAct', sentence: 'ReLU comes before each convolution (He et al. 2016, Fig. 4(d)).' },
  { order: /^\|cn(rcn)+\|$/, name: 'FirstReLUPreAct', sentence: 'ReLU comes before each convolution (He et al. 2016, Fig. 4(d)), before the first one in the stem.' },
  { order: /^\|(nrc)+\|$/, name: 'PreAct', sentence: 'Batch norm and ReLU come before each convolution (He et al. 2016, Fig. 4(e)).' },
  { order: /^nr\|c(nrc)+\|$/, name: 'SharedPreAct', sentence: 'Batch norm and ReLU come before each convolution (He et al. 2016, Fig. 4(e)); the shortcut takes what the first ones give.' },
  { order: /^\|c(nrc)+\|$/, name: 'FirstPreAct', sentence: 'Batch norm and ReLU come before each convolution (He et al. 2016, Fig. 4(e)), before the first one in the stem.' },
]; // prettier-ignore

/** By a kind of layer on the shortcut; the first one tells. */
const shortcuts: readonly (Row & { readonly kind: Kind })[] = [
  {
    kind: 'multiply',
    name: 'Gated',
    sentence: 'A gate, a 1×1 convolution of x, weighs the paths (He et al. 2016, §3.1).',
  },
  { kind: 'scale', name: 'Scaled', sentence: 'The shortcut is scaled (He et al. 2016, §3.1).' },
  { kind: 'dropout', name: 'ShortcutDropout', sentence: 'The shortcut has dropout (He et al. 2016, §3.1).' },
];

const squeezed: Row = { name: 'SE', sentence: 'Squeeze-and-excitation weighs the channels of F(x) (Hu et al. 2018).' };

const squeeze: Row = {
  name: 'SqueezeExcitation',
  sentence: "Weighs each channel by a value between 0 and 1 that all channels' means give (Hu et al. 2018, Fig. 3).",
};

/** A title by the block's structure. */
export function blockTitle(block: BlockPart): BlockTitle {
  const shape = blockShape(block);
  const rows = shape.hasAdd ? residualRows(block, shape) : [plainRow(block, shape)];
  const name = rows.toReversed().map((row) => row.name).join(''); // prettier-ignore
  return { name, sentences: rows.map(({ sentence }) => sentence) };
}

function residualRows(block: BlockPart, { order, kernels }: BlockShape): readonly Row[] {
  const labels = pathLabels(block.steps);
  const kinds = new Set(block.steps.filter(({ output }) => labels.get(output) === 'shortcut').map(kindOf));
  const branch = branches[kernels] ?? { name: 'ResidualBlock', sentence: 'A branch, F(x), beside a shortcut.' };
  const found = [
    orders.find((row) => row.order.test(order)),
    shortcuts.find(({ kind }) => kinds.has(kind)),
    block.steps.some(isSqueeze) ? squeezed : undefined,
  ];
  return [branch, ...found.flatMap((row) => (row === undefined ? [] : [row]))];
}

function isSqueeze({ part }: Step): boolean {
  return part.type === 'block' && isGate(part);
}

function plainRow(block: BlockPart, { kernels }: BlockShape): Row {
  if (isGate(block)) return squeeze;
  const name = /^\d/.test(block.name) ? 'Block' : className(block.name);
  return plainBranches[kernels] ?? { name, sentence: `The layers of "${block.name}".` };
}
