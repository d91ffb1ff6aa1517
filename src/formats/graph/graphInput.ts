import type { Shape } from '../../model/layer';
import { damaged, shown, type NamedFile } from './damage';
import type { Graph } from './graph';

/** What the network reads: one image, C×H×W. */
export interface GraphInput {
  readonly name: string;
  readonly shape: Shape;
  readonly notes: readonly string[];
}

/** For networks that take images of any size. */
const usual = [3, 224, 224];

const maxSide = 100_000;

/** The input that is no weight; a network has to have just one, of images. */
export function graphInput({ input: inputs, initializer }: Graph, file: NamedFile): GraphInput {
  const weights = new Set(initializer.map(({ name }) => name));
  const [input, another] = inputs.filter(({ name }) => !weights.has(name));
  if (input === undefined) throw damaged(file, 'its network has no input');
  if (another !== undefined)
    throw damaged(file, `its network has several inputs, ${shown(input.name)} and ${shown(another.name)}, where one image is wanted`); // prettier-ignore
  const { dims } = input;
  if (dims.length !== 4) throw damaged(file, `its input ${shown(input.name)} is no batch of images, N×C×H×W`);
  const free = dims.slice(1).some((size) => size === 0);
  const shape = dims.slice(1).map((size, at) => (size === 0 ? (usual[at] ?? 0) : size));
  if (shape.some((size) => !Number.isInteger(size) || size < 1 || size > maxSide))
    throw damaged(file, `its input ${shown(input.name)} of ${shape.join('×')} can't be an image`);
  const notes = free ? [`The size of the images is free; shapes are those of ${shape.join('×')}.`] : [];
  return { name: input.name, shape, notes };
}
