import path from 'node:path';
import { buildArchitecture } from '../../protocol/checkTrainOptions';
import type { Exported, ExportRequest } from '../../protocol/exportFormat';
import { checkedStateDict } from '../eager/stateDict';
import { batchesSeen } from '../openNetwork';
import { readSafetensors } from '../safetensors';
import { exportWriters } from './exportWriters';
import { writeFiles, writeFolder } from './writeOutput';

/** Writes trained weights with their network for other programs; nothing under a file's name until all of it is written. */
export async function exportNetwork(request: ExportRequest, signal: AbortSignal): Promise<Exported> {
  const { weights, network, classes, input, out, format } = request;
  const architecture = buildArchitecture(network, classes, input);
  const tensors = await readSafetensors(weights);
  const values = checkedStateDict(architecture, tensors, path.basename(weights));
  signal.throwIfAborted();
  const {
    main,
    beside = [],
    notes = [],
  } = await exportWriters[format]({
    ...{ architecture, request, batchesSeen: batchesSeen(architecture, tensors) },
    valuesOf: (name) => values.get(name) ?? new Float32Array(),
  });
  signal.throwIfAborted();
  const files = main === undefined ? beside : [{ name: path.basename(out), bytes: main }, ...beside];
  await (main === undefined ? writeFolder(out, files, signal) : writeFiles(path.dirname(out), files));
  return { bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0), notes };
}
