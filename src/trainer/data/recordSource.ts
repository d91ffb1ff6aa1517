/** A file of CIFAR-10 records, read whole each time. */
export interface RecordFile {
  /** The file's full path, for messages. */
  readonly file: string;
  read(): Promise<Uint8Array>;
}

/** Where records come from: the files of each split, and the stored label of each class by its name. */
export interface RecordSource {
  /** What messages call it. */
  readonly title: string;
  readonly classes: ReadonlyMap<string, number>;
  readonly train: readonly RecordFile[];
  readonly test: readonly RecordFile[];
}
