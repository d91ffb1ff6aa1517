import type { Shape } from '../model/layer';
import type { NetworkOptions } from './networkOptions';

/** What a trained network can be written as. */
export const exportFormats = ['safetensors', 'onnx', 'tfjs', 'saved-model', 'pytorch'] as const;

export type ExportFormat = (typeof exportFormats)[number];

interface FormatFacts {
  readonly title: string;
  /** What the file's name ends in; nothing where it is a folder. */
  readonly extension: string | undefined;
  readonly detail: string;
}

/** What people are told of each. */
export const formatFacts: Readonly<Record<ExportFormat, FormatFacts>> = {
  safetensors: { title: 'safetensors', extension: '.safetensors', detail: 'the weights, under PyTorch’s names' },
  onnx: { title: 'ONNX', extension: '.onnx', detail: 'one file for ONNX Runtime and others: input N×C×H×W to logits' },
  tfjs: { title: 'TensorFlow.js layers model', extension: undefined, detail: 'a folder with model.json and its weights, for the browser' },
  'saved-model': { title: 'TensorFlow SavedModel', extension: undefined, detail: 'a folder for TensorFlow and its servers: images N×H×W×C to logits' },
  pytorch: {
    title: 'PyTorch source',
    extension: '.py',
    detail: 'a module to read and change, with its weights beside it',
  },
}; // prettier-ignore

/** Trained weights with their network, and what to make of them. */
export interface ExportRequest {
  readonly format: ExportFormat;
  readonly weights: string;
  readonly network: NetworkOptions;
  readonly classes: number;
  /** In the order of the logits; left out: they are not known. */
  readonly classNames?: readonly string[] | undefined;
  /** Left out: CIFAR's. */
  readonly input?: Shape | undefined;
  /** The file, or the folder of those formats that are several files. */
  readonly out: string;
}

/** What was written. */
export interface Exported {
  readonly bytes: number;
  /** Sentences about what a reader of the files has to know. */
  readonly notes: readonly string[];
}

/** The format that a file's name tells; nothing where it tells none. */
export function formatOfName(file: string): ExportFormat | undefined {
  return exportFormats.find((format) => {
    const { extension } = formatFacts[format];
    return extension !== undefined && file.toLowerCase().endsWith(extension);
  });
}
