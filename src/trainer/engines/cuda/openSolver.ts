import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

/** RTLD_NODELETE of glibc, which Node has no name for. */
const staysOpen = 0x1000;

/**
 * Opens libcusolver of an engine for CUDA, if it is one. TensorFlow opens it by its bare name, from a library whose run path
 * leads to every folder of `nvidia/` but that one's, and without it uses no GPU; what is open already is found by its name.
 */
export function openSolver(engine: string): void {
  for (const library of solverLibraries(engine)) open(library);
}

/** The files of libcusolver in an engine's folder; none where it is the processor's. */
export function solverLibraries(engine: string): readonly string[] {
  const folder = path.join(engine, 'nvidia', 'cusolver', 'lib');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => /^libcusolver\.so\.\d+$/.test(name)).map((name) => path.join(folder, name));
}

/** Node opens it, finds that it is no addon, says so and closes it; it stays open all the same. */
function open(library: string): void {
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_LAZY | staysOpen);
  } catch {
    // what else may be wrong with it TensorFlow says when it looks for it
  }
}
