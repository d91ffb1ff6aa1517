/** One half of a data set; the images keep the order in which the files store them. */
export interface Split {
  readonly count: number;
  /** One index into the data set's classes an image. */
  readonly labels: Uint8Array;
  /** count × 3,072 bytes: 1,024 red, green and blue an image (CHW), in memory that threads share. */
  readonly pixels: Uint8Array;
}

/** The images that a run trains on and is tested on. */
export interface Dataset {
  /** `cifar10`, `embedded`, or the folder's full path. */
  readonly source: string;
  /** The class names in the order of the labels. */
  readonly classes: readonly string[];
  readonly train: Split;
  readonly test: Split;
}
