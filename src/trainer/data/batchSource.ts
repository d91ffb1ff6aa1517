import type { Batch } from './assembleBatch';
import { augmentationSlice, type Augmentation } from './augmentation';
import type { Split } from './dataset';

/** Where a network's batches come from; `dispose` frees what is behind it. */
export interface BatchSource {
  /** Yields the batches in order, the partial last one too; rejects with the signal's reason when it aborts. */
  batches(wanted: BatchesRequest): AsyncGenerator<Batch, void, undefined>;
  dispose(): Promise<void>;
}

/** Which batches to make. */
export interface BatchesRequest {
  readonly split: string;
  /** The images wanted, in their order; `undefined`: all, as they are stored. */
  readonly order?: Uint32Array | undefined;
  readonly batchSize: number;
  /** Batches at the order's beginning that are left out. */
  readonly skip?: number | undefined;
  /** Draws for the order's images, one each. */
  readonly augmentation?: Augmentation | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The images of a batch by their numbers in the split, and what is done to them. */
export interface BatchPlan {
  readonly indices: Uint32Array;
  readonly augmentation: Augmentation | undefined;
}

/** Goes through the batches wanted of a split; throws before the first one if there are none such. */
export function planBatches(
  { order, augmentation, ...wanted }: BatchesRequest,
  split: Split | undefined,
): Iterable<BatchPlan> {
  if (split === undefined) throw new RangeError(`There is no split ${wanted.split}.`);
  const outside = order?.find((image) => image >= split.count);
  if (outside !== undefined)
    throw new RangeError(`There is no image ${outside} among the ${split.count} of ${wanted.split}.`);
  return slicesOf(order ?? Uint32Array.from({ length: split.count }, (_, image) => image), { ...wanted, augmentation });
}

function* slicesOf(
  order: Uint32Array,
  { batchSize: size, skip = 0, augmentation }: BatchesRequest,
): Generator<BatchPlan, void, undefined> {
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`A batch can't have ${size} images.`);
  if (!Number.isSafeInteger(skip) || skip < 0) throw new RangeError(`There is no leaving out of ${skip} batches.`);
  for (let start = skip * size; start < order.length; start += size) {
    const end = start + size;
    const draws = augmentation === undefined ? undefined : augmentationSlice(augmentation, { start, end });
    yield { indices: order.slice(start, end), augmentation: draws };
  }
}
