import { bytesOf } from '../bytesOf';
import { analyze } from '../../model/analyze';
import { isKind, type Architecture, type Layer } from '../../model/layer';
import { layersRules, type KerasLayer, type Place } from './layersRules';
import { isGrouped, layersWeights, type LayersWeight } from './layersWeights';

/** What goes into the files beside the network. */
export interface LayersExport {
  /** A parameter or buffer by its `state_dict` name, in PyTorch's layout. */
  readonly valuesOf: (name: string) => Float32Array;
  readonly version: string;
  /** Kept in the file as it is. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A TensorFlow.js layers model: `model.json` and its weights. */
export interface LayersModel {
  readonly json: string;
  readonly shards: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** A sentence each. */
  readonly notes: readonly string[];
}

/** As TensorFlow's own converter has it: what browsers keep well. */
const shardBytes = 4 * 2 ** 20;

/** A trained network as it predicts: images [N, H, W, C] to logits, with our module paths as the layers' names. */
export function layersModel(architecture: Architecture, { valuesOf, version, metadata }: LayersExport): LayersModel {
  const weights = architecture.layers.flatMap((layer) => layersWeights(layer, valuesOf));
  const shards = shardsOf(weights);
  const json = {
    format: 'layers-model',
    generatedBy: `ResNet Inspector ${version}`,
    convertedBy: null,
    modelTopology: topologyOf(architecture),
    weightsManifest: [
      {
        paths: shards.map(({ name }) => name),
        weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  const grouped = architecture.layers.filter(isGrouped).length;
  const note = `TensorFlow.js layers have no groups: ${grouped} grouped ${grouped === 1 ? 'convolution is' : 'convolutions are'} written as of one group, with zeros between the groups.`;
  return { json: `${JSON.stringify(json)}\n`, shards, notes: grouped === 0 ? [] : [note] };
}

function topologyOf(architecture: Architecture): object {
  const { name, layers } = architecture;
  const first = layers[0]?.name ?? '';
  const { written, outputOf } = writtenLayers(architecture);
  const end = (layer: string): unknown[] => [layer, 0, 0];
  const output = outputOf(layers.at(-1)?.name ?? '');
  const config = { name, layers: written, input_layers: [end(first)], output_layers: [end(output)] };
  return { class_name: 'Functional', config, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js' };
}

/** Keras's layers in order, and the name of the one that gives a layer's output. */
function writtenLayers(architecture: Architecture): { written: object[]; outputOf: (layer: string) => string } {
  const outputs = new Map<string, string>();
  const outputOf = (layer: string): string => outputs.get(layer) ?? layer;
  const byName = new Map(architecture.layers.map((layer) => [layer.name, layer]));
  const written: object[] = [];
  for (const { layer, input } of analyze(architecture).layers) {
    const before = byName.get(layer.inputs[0] ?? '');
    const row = rulesFor(layer, { input, afterRelu: before !== undefined && isKind(before, 'relu') });
    let from = layer.inputs.map(outputOf);
    for (const [at, each] of row.entries()) {
      const name = at === row.length - 1 ? layer.name : `${layer.name}_${at}`;
      written.push(kerasLayer(each, name, from));
      from = [name];
    }
    outputs.set(layer.name, from[0] ?? layer.name);
  }
  return { written, outputOf };
}

function rulesFor<K extends Layer['kind']>(layer: Layer<K>, place: Place): readonly KerasLayer[] {
  return layersRules[layer.kind](layer, place);
}

function kerasLayer({ className, config }: KerasLayer, name: string, inputs: readonly string[]): object {
  const bound = inputs.map((input) => [input, 0, 0, {}]);
  return {
    class_name: className,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: bound.length === 0 ? [] : [bound],
  };
}

function shardsOf(weights: readonly LayersWeight[]): LayersModel['shards'] {
  const whole = Buffer.concat(weights.map(({ values }) => bytesOf(values)));
  const count = Math.ceil(whole.length / shardBytes);
  return Array.from({ length: count }, (_, index) => ({
    name: `group1-shard${index + 1}of${count}.bin`,
    bytes: whole.subarray(index * shardBytes, (index + 1) * shardBytes),
  }));
}
