import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { exportOnnx } from '../src/formats/onnx/exportOnnx';
import { modelProto } from '../src/formats/onnx/onnxModel';
import { preset } from '../src/model/presets';
import { initialValues } from '../src/trainer/initialise';

/** Tensors with more bytes than this are weights; shapes and the like have fewer. */
const mostOfShapes = 64;

const modelSchema = z.looseObject({
  graph: z.looseObject({ initializer: z.array(z.looseObject({ rawData: z.instanceof(Uint8Array) })) }),
});

/** Writes ResNet-152 with random weights as `resnet152.onnx`; gives the file's path. */
export function writeResnet152(folder: string): string {
  const architecture = preset('resnet152');
  if (architecture === undefined) throw new Error('There is no ResNet-152.');
  const values = initialValues(architecture, 0);
  const file = path.join(folder, 'resnet152.onnx');
  writeFileSync(file, exportOnnx(architecture, { valuesOf: (name) => values.get(name) ?? new Float32Array(), version: '0' })); // prettier-ignore
  return file;
}

/** The same model with its weights said to be in another file, which is not there; for those who need only the graph. */
export function withoutWeights(bytes: Uint8Array): Uint8Array {
  const type = modelProto();
  const message = modelSchema.parse(type.toObject(type.decode(bytes)));
  const initializer = message.graph.initializer.map((tensor) => {
    if (tensor.rawData.length <= mostOfShapes) return tensor;
    const externalData = [{ key: 'location', value: 'weights.bin' }];
    return { ...tensor, rawData: undefined, dataLocation: 1, externalData };
  });
  return type.encode({ ...message, graph: { ...message.graph, initializer } }).finish();
}
