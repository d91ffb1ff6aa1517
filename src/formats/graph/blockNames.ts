import { formatShape, type Kind, type Shape } from '../../model/layer';
import type { ImportedLayer } from './importedLayer';
import { shortNames } from './shortNames';
import type { FoundBlock } from './residualBlocks';

/** What the names are made of. */
interface Found {
  readonly blocks: readonly FoundBlock[];
  readonly shapes: readonly Shape[];
  /** Names that the file has, for what is in no block. */
  readonly known: readonly (string | undefined)[];
}

/** Names as torchvision's, `layer1.0.conv1`, for a network whose file has none: a stage ends where the shape changes. */
export function blockNames(layers: readonly ImportedLayer[], { blocks, shapes, known }: Found): readonly string[] {
  const names = namesOutside(layers, known);
  const paths = stagePaths(blocks, shapes);
  for (const [at, block] of blocks.entries()) {
    const path = paths[at] ?? '';
    const next = blocks[at + 1];
    const end = next === undefined ? lastBehind(layers, block.add) : (next.between[0] ?? next.add);
    for (const [index, name] of namesInside(layers, block, end)) names[index] = `${path}.${name}`;
  }
  return names;
}

/** Names of what is in no block: the file's, unless they look like a block's. */
function namesOutside(layers: readonly ImportedLayer[], known: Found['known']): string[] {
  const count = counter();
  return layers.map(({ made }, index) => {
    const name = known[index];
    return name === undefined || /^layer\d+\.\d+/.test(name) ? count(made.kind) : name;
  });
}

/** `conv1`, `bn1`, `conv2` …; kinds without parameters have no numbers. */
function counter(): (kind: Kind) => string {
  const counts = new Map<Kind, number>();
  return (kind) => {
    if (kind !== 'conv2d' && kind !== 'batchNorm2d') return shortNames[kind];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return `${shortNames[kind]}${counts.get(kind) ?? 0}`;
  };
}

/** `layer1.0` … in the blocks' order. */
function stagePaths(blocks: readonly FoundBlock[], shapes: readonly Shape[]): readonly string[] {
  let [stage, index, before] = [1, 0, ''];
  return blocks.map(({ add }, at) => {
    const shape = formatShape(shapes[add] ?? []);
    if (at > 0 && shape !== before) [stage, index] = [stage + 1, 0];
    before = shape;
    return `layer${stage}.${index++}`;
  });
}

/** After the last block an activation is still its own. */
function lastBehind(layers: readonly ImportedLayer[], add: number): number {
  return layers[add + 1]?.made.kind === 'relu' ? add + 2 : add + 1;
}

const inProjection: ReadonlySet<Kind> = new Set(['avgPool2d', 'conv2d', 'batchNorm2d']);

/** Names within a block, by place; those of a projection are a list's. */
function namesInside(
  layers: readonly ImportedLayer[],
  { add, between, shortcut }: FoundBlock,
  end: number,
): Map<number, string> {
  const behind = Array.from({ length: Math.max(0, end - add) }, (_, index) => add + index);
  const count = counter();
  let projection = 0;
  const nameOf = (index: number): string => {
    const kind = layers[index]?.made.kind ?? 'add';
    if (!shortcut.has(index)) return count(kind);
    if (inProjection.has(kind)) return `downsample.${projection++}`;
    return kind === 'paddedIdentity' ? 'shortcut' : `shortcut_${shortNames[kind]}`;
  };
  return new Map([...between, ...behind].map((index) => [index, nameOf(index)]));
}
