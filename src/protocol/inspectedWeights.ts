import type { Shape } from '../model/layer';
import type { PresetOptions } from '../model/presets';

/** A tensor of a file and what its numbers are like. */
export interface InspectedTensor {
  readonly name: string;
  /** By safetensors' name: F32, I64 … */
  readonly dtype: string;
  readonly shape: Shape;
  readonly count: number;
  /** Left out where the elements are no real numbers. */
  readonly values: TensorStatistics | undefined;
}

/** Mean, population standard deviation and extremes of the finite elements, null where there are none; `norm` is their L2 norm. */
export interface TensorStatistics {
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly norm: number;
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
}

/** What a file of weights holds. */
export interface InspectedWeights {
  readonly file: string;
  /** The networks that have exactly these tensors, likeliest first. */
  readonly networks: readonly { readonly model: string; readonly options: PresetOptions; readonly classes: number }[];
  /** Why there is none, as half a sentence. */
  readonly reason: string | undefined;
  readonly tensors: readonly InspectedTensor[];
}
