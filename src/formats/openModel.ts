import type { ImportedNetwork } from './graph/importGraph';
import { openOnnx } from './onnx/openOnnx';
import { openTfjs } from './tfjs/openTfjs';

/** The network in another program's file: TensorFlow.js's where it is JSON, else ONNX's; a sentence where there is none that can be shown. */
export function openModel(file: string): ImportedNetwork {
  return /\.json$/i.test(file) ? openTfjs(file) : openOnnx(file);
}
