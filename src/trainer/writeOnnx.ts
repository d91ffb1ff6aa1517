import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportOnnx } from '../formats/onnx/exportOnnx';
import { buildArchitecture } from '../protocol/checkTrainOptions';
import type { OnnxRequest } from '../protocol/trainerContract';
import { UserError } from '../protocol/userError';
import { checkedStateDict } from './eager/stateDict';
import { readSafetensors } from './safetensors';

/** Writes trained weights with their network as an ONNX file, in one step, and gives its size. */
export async function writeOnnx(request: OnnxRequest): Promise<number> {
  const { weights, network, classes, input, out, version } = request;
  const architecture = buildArchitecture(network, classes, input);
  const values = checkedStateDict(architecture, await readSafetensors(weights), path.basename(weights));
  const valuesOf = (name: string): Float32Array => values.get(name) ?? new Float32Array();
  const bytes = exportOnnx(architecture, { valuesOf, version });
  const temporary = `${out}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, out);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UserError(`${out} can't be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return bytes.length;
}
