import { bytesOf } from '../bytesOf';
import type { Architecture, Layer, Shape } from '../../model/layer';
import { analyze } from '../../model/analyze';
import { tensorsOf } from '../../model/tensorRules';
import { exportRules, type Emission } from './exportRules';
import { dataTypes, tensorProto, valueInfo, type NodeMessage, type TensorMessage } from './messages';
import { modelProto } from './onnxModel';

/** What goes into a file beside the network. */
export interface OnnxExport {
  /** A parameter or buffer by its `state_dict` name, in PyTorch's layout. */
  readonly valuesOf: (name: string) => Float32Array;
  readonly version: string;
}

/** IR version 8 with operations of version 17: what ONNX Runtime reads since 1.12. */
const versions = { ir: 8, operations: 17 };

/** A trained network as it predicts, for batches of any size: images in `input`, [N, C, H, W], and their `logits`. */
export function exportOnnx(architecture: Architecture, { valuesOf, version }: OnnxExport): Uint8Array {
  const { input, classes, name, layers } = architecture;
  const product = { producerName: 'ResNet Inspector', producerVersion: version };
  const { node, initializer } = emitted(architecture);
  const weights = layers.flatMap((layer) =>
    tensorsOf(layer).map((tensor) => tensorProto(tensor.name, tensor.shape, valuesOf(tensor.name))),
  );
  const graph = {
    ...{ name, node, initializer: [...weights, ...initializer] },
    input: [valueInfo('input', ['N', ...input])],
    output: [valueInfo('logits', ['N', classes])],
  };
  const message = {
    ...product,
    irVersion: versions.ir,
    docString: `${name}, exported by ResNet Inspector ${version}`,
    graph,
    opsetImport: [{ domain: '', version: versions.operations }],
  };
  return modelProto().encode(message).finish();
}

function emitted(architecture: Architecture): { node: NodeMessage[]; initializer: TensorMessage[] } {
  const shapes = new Map(analyze(architecture).layers.map((facts) => [facts.layer.name, facts]));
  const last = architecture.layers.at(-1)?.name;
  const tensorName = (layer: string): string => (layer === last ? 'logits' : layer);
  const node: NodeMessage[] = [];
  const initializer: TensorMessage[] = [];
  for (const layer of architecture.layers) {
    const facts = shapes.get(layer.name);
    const emission: Emission = {
      name: layer.name,
      inputs: layer.inputs.map(tensorName),
      output: tensorName(layer.name),
      ...{ inputShape: facts?.input ?? [], outputShape: facts?.output ?? [] },
      node: (message) => void node.push(message),
      constant: (suffix, dims, numbers) => {
        const tensor = constantProto(`${layer.name}.${suffix}`, dims, numbers);
        initializer.push(tensor);
        return tensor.name;
      },
    };
    emit(layer, emission);
  }
  return { node, initializer };
}

function emit<K extends Layer['kind']>(layer: Layer<K>, emission: Emission): void {
  exportRules[layer.kind](layer, emission);
}

function constantProto(name: string, dims: Shape, numbers: readonly number[] | BigInt64Array): TensorMessage {
  if (!(numbers instanceof BigInt64Array)) return tensorProto(name, dims, Float32Array.from(numbers));
  const rawData = bytesOf(numbers);
  return { name, dims, dataType: dataTypes.int64, rawData };
}
