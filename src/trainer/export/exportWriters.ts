import path from 'node:path';
import { exportOnnx } from '../../formats/onnx/exportOnnx';
import { pytorchSource } from '../../formats/pytorch/pytorchSource';
import { layersModel } from '../../formats/tfjs/layersModel';
import type { Architecture } from '../../model/layer';
import type { ExportFormat, ExportRequest } from '../../protocol/exportFormat';
import { writeNetworkNote } from '../../protocol/recognition/networkNote';
import { encodeSavedModel } from '../compiled/graph/writeSavedModel';
import { defaultNormalisation } from '../data/normalisation';
import { NetworkRecord } from '../networkRecord';
import { encodeSafetensors } from '../safetensors';
import { inferenceGraph } from './inferenceGraph';
import type { OutputFile } from './writeOutput';

/** A trained network, and what was asked for. */
export interface ExportSource {
  readonly architecture: Architecture;
  readonly request: ExportRequest;
  /** A parameter or buffer by its `state_dict` name, in PyTorch's layout. */
  readonly valuesOf: (name: string) => Float32Array;
  /** By the names of the batch norms' counters. */
  readonly batchesSeen: ReadonlyMap<string, number>;
}

/** The files that a network becomes. */
export interface Written {
  /** What the file that was asked for has; left out where a folder was. */
  readonly main?: Uint8Array;
  /** Files in the folder, or beside the main one. */
  readonly beside?: readonly OutputFile[];
  readonly notes?: readonly string[];
}

type Writer = (source: ExportSource) => Written | Promise<Written>;

/** How each format is made. */
export const exportWriters: Readonly<Record<ExportFormat, Writer>> = {
  safetensors: async (source) => ({ main: await weightsFile(source) }),
  onnx: ({ architecture, valuesOf }) => ({
    main: exportOnnx(architecture, { valuesOf, version: __VERSION__ }),
  }),
  tfjs: ({ architecture, request, valuesOf }) => {
    const metadata = { classes: request.classNames ?? null, normalisation: defaultNormalisation };
    const { json, shards, notes } = layersModel(architecture, { valuesOf, version: __VERSION__, metadata });
    return { beside: [...shards, { name: 'model.json', bytes: new TextEncoder().encode(json) }], notes };
  },
  'saved-model': ({ architecture, valuesOf }) => {
    const { graph, signatures } = inferenceGraph(architecture, valuesOf);
    return { beside: [{ name: 'saved_model.pb', bytes: encodeSavedModel(graph, signatures) }] };
  },
  pytorch: async (source) => {
    const weights = `${path.parse(source.request.out).name}.safetensors`;
    const main = new TextEncoder().encode(pytorchSource(source.architecture, { weights }));
    return { main, beside: [{ name: weights, bytes: await weightsFile(source) }] };
  },
};

async function weightsFile({ architecture, request, valuesOf, batchesSeen }: ExportSource): Promise<Uint8Array> {
  const record = new NetworkRecord(architecture, batchesSeen);
  const tensors = await record.stateDict((name) => Promise.resolve(valuesOf(name)));
  return encodeSafetensors(tensors, writeNetworkNote(architecture.name, request.network, request.classNames ?? []));
}
