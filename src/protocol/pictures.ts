import type { Shape } from '../model/layer';

/** A convolution's filters over an image's channels, as images. */
export interface FilterImages {
  /** Pixels along a filter's side. */
  readonly size: number;
  /** How many filters the layer has; as many are in `pixels`. */
  readonly count: number;
  /** [count, size, size, 3]: each filter from its own least value, 0, to its largest, 255. */
  readonly pixels: Uint8Array;
}

/** One of the test images. */
export interface TestImage {
  /** Its place among the test images of the data's classes. */
  readonly index: number;
  readonly class: string;
  /** [size, size, 3] */
  readonly pixels: Uint8Array;
}

/** Some of the test images, in their stored order. */
export interface TestImages {
  readonly classes: readonly string[];
  /** How many there are to choose from, of the class that was asked for. */
  readonly total: number;
  readonly size: number;
  readonly images: readonly TestImage[];
}

/** One channel of a layer's output. */
export interface FeatureMap {
  readonly channel: number;
  /** What 0 and 255 stand for. */
  readonly min: number;
  readonly max: number;
  /** [height, width] */
  readonly pixels: Uint8Array;
}

/** Some channels of a layer's output for an image, with running statistics. */
export interface FeatureMaps {
  readonly layer: string;
  /** C×H×W of the whole output. */
  readonly shape: Shape;
  readonly maps: readonly FeatureMap[];
}

/** Which test images to show: so many of a class, or of all, from one on. */
export interface TestImageChoice {
  readonly class?: string | undefined;
  readonly from: number;
}

/** Which channels of which layer's output for which test image. */
export interface FeatureMapChoice {
  readonly layer: string;
  readonly image: number;
  /** The first channel. */
  readonly from: number;
}

/** Channels that are looked at together. */
export const mapsAtOnce = 16;

/** Test images that are offered together. */
export const imagesAtOnce = 8;
