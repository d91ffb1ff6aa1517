import { writeFault } from './diskFault';
import { writeAtomically } from './writeAtomically';

/** Writes a file that a user asked for, and gives its size in bytes; a sentence where it can't be written. */
export async function writeForUser(file: string, content: string | Uint8Array): Promise<number> {
  await writeAtomically(file, content).catch((error: unknown) => {
    throw writeFault(file, error);
  });
  return Buffer.byteLength(content);
}
