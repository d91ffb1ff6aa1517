import { isKind, type Kind } from '../../model/layer';
import type { BlockPart, Step } from './moduleParts';
import { kindOf, pathLabels, type PathLabel } from './pathLabels';

/** A block's layers at a glance, by which it is named. */
export interface BlockShape {
  readonly hasAdd: boolean;
  /** A letter a layer: `c`onvolution, batch `n`orm, `r`elu; before both paths, in the branch and behind the addition: `|cnrcn|r`. */
  readonly order: string;
  /** Of the branch's convolutions, of all where there is no addition: `3,3`. */
  readonly kernels: string;
}

const letters: Readonly<Partial<Record<Kind, string>>> = { conv2d: 'c', batchNorm2d: 'n', relu: 'r' };

export function blockShape({ steps }: BlockPart): BlockShape {
  const labels = pathLabels(steps);
  const add = steps.findIndex((step) => kindOf(step) === 'add');
  const on = (label: PathLabel, some: readonly Step[]): readonly Step[] => some.filter(({ output }) => labels.get(output) === label); // prettier-ignore
  const before = steps.slice(0, Math.max(0, add));
  const branch = add < 0 ? steps : on('branch', before);
  const paths = [on('x', before), branch, add < 0 ? [] : steps.slice(add + 1)];
  return {
    hasAdd: add >= 0,
    order: paths.map((path) => path.map(letterOf).join('')).join('|'),
    kernels: branch.flatMap(kernelOf).join(),
  };
}

function letterOf(step: Step): string {
  return letters[kindOf(step) ?? 'input'] ?? '';
}

function kernelOf({ part }: Step): readonly number[] {
  return part.type === 'leaf' && isKind(part.facts.layer, 'conv2d') ? [part.facts.layer.attributes.kernel] : [];
}

/** Whether batch norm and ReLU stand before each convolution (He et al. 2016, Fig. 4(e)). */
export function isFullPreactivation(block: BlockPart): boolean {
  const { hasAdd, order } = blockShape(block);
  return hasAdd && /^(nr)?\|(nr)?c(nrc)+\|$/.test(order);
}

/** Whether a block multiplies its input by what it finds in it, as squeeze-and-excitation does. */
export function isGate({ steps }: BlockPart): boolean {
  const kinds = new Set(steps.map(kindOf));
  return kinds.has('multiply') && kinds.has('sigmoid') && !kinds.has('add');
}
