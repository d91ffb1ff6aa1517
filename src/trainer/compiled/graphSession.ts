import * as tf from '@tensorflow/tfjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import type { Signature, SignatureTensor } from './graph/graphBuilder';
import { tag, writeSavedModel } from './graph/writeSavedModel';
import type { NetworkGraph } from './networkGraph';

/** An argument of a graph's function as tfjs-node's backend takes it. */
interface FedTensor {
  readonly name: string;
  /** Makes bytes of the numbers that TensorFlow.js, which has no bytes, holds for them. */
  readonly tfDtype?: 'DT_UINT8';
}

/**
 * What `tf.node.loadSavedModel` and its `predict` call of tfjs-node's backend. It is called without them, because they read the
 * whole file in JavaScript for each function, which for ResNet-34 takes three times as long as TensorFlow takes to load it.
 */
interface GraphBackend {
  readonly loadSavedModelMetaGraph: (folder: string, tags: string) => number;
  readonly runSavedModel: (
    ...call: [id: number, inputs: tf.Tensor[], fed: FedTensor[], outputs: string[]]
  ) => tf.Tensor[];
  readonly deleteSavedModel: (id: number) => void;
}

/** TensorFlow does not take a graph. */
export class GraphRefusal extends UserError {}

/** A graph in TensorFlow's memory, with its variables; `dispose` frees them. */
export class GraphSession {
  private constructor(
    private readonly backend: GraphBackend,
    private readonly id: number,
    private readonly of: { readonly signatures: NetworkGraph['signatures']; readonly layers: readonly string[] },
  ) {}

  /** Writes the graph and has TensorFlow load it; a refusal names the layer. `layers` are the network's, by name. */
  static async open({ graph, signatures }: NetworkGraph, layers: readonly string[]): Promise<GraphSession> {
    const backend = graphBackend();
    const folder = await mkdtemp(path.join(tmpdir(), 'resnet-graph-'));
    try {
      await writeSavedModel(folder, graph, signatures);
      return new GraphSession(backend, backend.loadSavedModelMetaGraph(folder, tag), { signatures, layers });
    } catch (error) {
      throw refusal(error, layers);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Runs one of the graph's functions with one native call; its results belong to the caller. */
  run(name: string, inputs: tf.NamedTensorMap): tf.NamedTensorMap {
    const { signatures, layers } = this.of;
    const signature = signatures[name];
    if (signature === undefined) throw new RangeError(`The graph has no function ${name}.`);
    const { tensors, fed } = fedOf(signature, inputs);
    const wanted = Object.entries(signature.outputs);
    try {
      const results = this.backend.runSavedModel(this.id, tensors, fed, wanted.map(([, { tensor }]) => indexed(tensor))); // prettier-ignore
      return Object.fromEntries(wanted.flatMap(([key], index) => entry(key, results[index])));
    } catch (error) {
      throw refusal(error, layers);
    }
  }

  dispose(): void {
    this.backend.deleteSavedModel(this.id);
  }
}

function graphBackend(): GraphBackend {
  const backend: object = tf.backend();
  if (isGraphBackend(backend)) return backend;
  throw new GraphRefusal(`The engine "${tf.getBackend()}" runs no graphs; choose the engine "tensorflow".`);
}

function isGraphBackend(backend: object): backend is GraphBackend {
  return 'loadSavedModelMetaGraph' in backend && 'runSavedModel' in backend && 'deleteSavedModel' in backend;
}

function fedOf({ inputs: wanted }: Signature, given: tf.NamedTensorMap): { tensors: tf.Tensor[]; fed: FedTensor[] } {
  const names = Object.keys(wanted);
  const missing = names.find((name) => given[name] === undefined);
  if (missing !== undefined) throw new RangeError(`"${missing}" was not given to the graph.`);
  return {
    tensors: names.flatMap((name) => given[name] ?? []),
    fed: Object.values(wanted).map(({ tensor, dtype }: SignatureTensor) => ({
      name: indexed(tensor),
      ...(dtype === 'uint8' ? { tfDtype: 'DT_UINT8' as const } : {}),
    })),
  };
}

/** A tensor's name with the number of the output, which the binding wants to see. */
function indexed(tensor: string): string {
  return tensor.includes(':') ? tensor : `${tensor}:0`;
}

function entry(key: string, tensor: tf.Tensor | undefined): [string, tf.Tensor][] {
  return tensor === undefined ? [] : [[key, tensor]];
}

function refusal(error: unknown, layers: readonly string[]): GraphRefusal {
  return new GraphRefusal(refusalOf(error instanceof Error ? error.message : String(error), layers));
}

/** What TensorFlow says against a graph in a sentence that names the layer; nodes are named after theirs. */
export function refusalOf(words: string, layers: readonly string[]): string {
  const nodes = [...words.matchAll(/\{\{node ([^}]+)\}\}|[Nn]ode '?([\w./-]+)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const layer = nodes.flatMap((node) => layers.filter((name) => node.split('/').includes(name)))[0];
  const [reason = ''] = words
    .replace(/^Session fail to run with error: |^Failed to load SavedModel: /, '')
    .split('\n', 1);
  const place = layer === undefined ? 'the compiled step' : `layer "${layer}" in the compiled step`;
  return `TensorFlow refuses ${place}: ${reason.replace(/\.$/, '')}; train it op by op (--step op-by-op).`;
}
