import type * as tf from '@tensorflow/tfjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../protocol/userError';
import { tag, writeSavedModel } from './graph/writeSavedModel';
import type { NetworkGraph } from './networkGraph';

/** What is used of a function that TensorFlow has loaded. */
interface LoadedSignature {
  predict(inputs: tf.NamedTensorMap): tf.NamedTensorMap | tf.Tensor | tf.Tensor[];
  dispose(): void;
}

/** TensorFlow does not take a graph. */
export class GraphRefusal extends UserError {}

/** A graph in TensorFlow's memory, with its variables; `dispose` frees them. */
export class GraphSession {
  readonly #loaded = new Map<string, LoadedSignature>();

  private constructor(
    private readonly folder: string,
    private readonly layers: readonly string[],
  ) {}

  /** Writes the graph and has TensorFlow load it; a refusal names the layer. `layers` are the network's, by name. */
  static async open({ graph, signatures }: NetworkGraph, layers: readonly string[]): Promise<GraphSession> {
    const folder = await mkdtemp(path.join(tmpdir(), 'resnet-graph-'));
    const session = new GraphSession(folder, layers);
    try {
      await writeSavedModel(folder, graph, signatures);
      await session.#load('init');
      return session;
    } catch (error) {
      session.dispose();
      throw error;
    }
  }

  /** Runs one of the graph's functions; its results belong to the caller. */
  async run(signature: string, inputs: tf.NamedTensorMap): Promise<tf.NamedTensorMap> {
    const loaded = await this.#load(signature);
    try {
      return loaded.predict(inputs) as tf.NamedTensorMap; // named inputs give named outputs
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  dispose(): void {
    for (const loaded of this.#loaded.values()) loaded.dispose();
    this.#loaded.clear();
    void rm(this.folder, { recursive: true, force: true });
  }

  async #load(signature: string): Promise<LoadedSignature> {
    const known = this.#loaded.get(signature);
    if (known !== undefined) return known;
    const { node } = await import('@tensorflow/tfjs-node-gpu');
    try {
      const loaded = (await node.loadSavedModel(this.folder, [tag], signature)) as LoadedSignature; // its own class
      this.#loaded.set(signature, loaded);
      return loaded;
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  /** TensorFlow's complaint as one sentence with the layer's name. */
  #refusal(error: unknown): GraphRefusal {
    const words = error instanceof Error ? error.message : String(error);
    return new GraphRefusal(refusalOf(words, this.layers));
  }
}

/** What TensorFlow says against a graph in a sentence that names the layer; nodes are named after theirs. */
export function refusalOf(words: string, layers: readonly string[]): string {
  const nodes = [...words.matchAll(/\{\{node ([^}]+)\}\}|[Nn]ode '([^']+)'/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const layer = nodes.flatMap((node) => layers.filter((name) => node.split('/').includes(name)))[0];
  const [reason = ''] = words
    .replace(/^Session fail to run with error: |^Failed to load SavedModel: /, '')
    .split('\n', 1);
  const place = layer === undefined ? 'the compiled step' : `layer "${layer}" in the compiled step`;
  return `TensorFlow refuses ${place}: ${reason.replace(/\.$/, '')}; train it op by op (--step op-by-op).`;
}
