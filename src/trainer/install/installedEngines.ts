import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { InstalledEngineInfo } from '../../protocol/engine';
import { UserError } from '../../protocol/userError';
import { readRecord } from './readRecord';
import { fileSize } from './fileSize';
import type { NativeEngine, Release } from './releases';

/** An engine that is ready to be loaded: `binding` is the addon's file, `bytes` what its files take on the disk. */
export interface InstalledEngine extends InstalledEngineInfo {
  readonly engine: NativeEngine;
}

/** Where the addon lies in an engine's folder; its run path finds the libraries from there. */
export const bindingPath = path.join('binding', 'tfjs_binding.node');

const manifestFile = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal(1),
  engine: z.enum(['tensorflow', 'tensorflow-gpu']),
  version: z.string(),
  /** The Python environment's folder of packages whose libraries are used in place. */
  from: z.string().optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().positive() })),
});

/** The folder that all engines lie in, each in a folder named by its id. */
export function enginesFolder(home: string): string {
  return path.join(home, 'engines');
}

/** Every complete engine; folders without a sound manifest, or whose files have other sizes than it says, are passed over. */
export async function listEngines(home: string): Promise<InstalledEngine[]> {
  const names = await readdir(enginesFolder(home)).catch(() => []);
  const engines = await Promise.all(names.filter((name) => !name.startsWith('.')).map((id) => readEngine(home, id)));
  return engines.filter((engine) => engine !== undefined);
}

/** The newest installed version of an engine. */
export async function findEngine(home: string, engine: NativeEngine): Promise<InstalledEngine | undefined> {
  const found = (await listEngines(home)).filter((installed) => installed.engine === engine);
  return found.sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))[0];
}

/** One engine by its id, if it is complete. */
export async function readEngine(home: string, id: string): Promise<InstalledEngine | undefined> {
  const folder = path.join(enginesFolder(home), id);
  const manifest = await readRecord(path.join(folder, manifestFile), manifestSchema);
  if (manifest === undefined) return undefined;
  const { engine, version, from, files } = manifest;
  const sizes = await Promise.all(files.map((file) => fileSize(path.join(folder, file.path))));
  const isWhole = files.every((file, index) => file.bytes === sizes[index]);
  if (!isWhole || !files.some((file) => file.path === bindingPath)) return undefined;
  const own = files.filter((file) => from === undefined || file.path === bindingPath);
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  return { id, engine, version, folder, binding: path.join(folder, bindingPath), bytes, from };
}

/** Removes an engine, whole or damaged; what is loaded from it in another process goes on working. */
export async function removeEngine(home: string, id: string): Promise<void> {
  const names = (await readdir(enginesFolder(home)).catch(() => [])).filter((name) => !name.startsWith('.'));
  if (!names.includes(id))
    throw new UserError(
      `There is no engine "${id}" to remove: ${names.length === 0 ? 'none is installed' : `installed are ${names.join(', ')}`}.`,
    );
  const folder = path.join(enginesFolder(home), id);
  // Renamed first, so that a half removed engine never looks installed.
  const away = path.join(enginesFolder(home), `.removed-${id}-${process.pid}`);
  await rename(folder, away);
  await rm(away, { recursive: true, force: true });
}

/** Gives an engine's finished folder its place, instead of whatever lies there. */
export async function placeEngine(home: string, id: string, folder: string): Promise<InstalledEngine> {
  const place = path.join(enginesFolder(home), id);
  if ((await readdir(enginesFolder(home))).includes(id)) await removeEngine(home, id);
  await rename(folder, place);
  const engine = await readEngine(home, id);
  if (engine === undefined) throw new Error(`the engine in ${place} changed while it was installed`);
  return engine;
}

/** What is written down of an engine; `names` are paths in its folder. */
export interface Finished extends Pick<Release, 'engine' | 'version'> {
  readonly from?: string | undefined;
  readonly names: readonly string[];
}

/** Writes down what a finished folder holds; until then it is no engine to `listEngines`. */
export async function writeManifest(folder: string, finished: Finished): Promise<void> {
  const names = [...finished.names].sort();
  const found = await Promise.all(names.map(async (name) => ({ name, stats: await stat(path.join(folder, name)) })));
  const files = found
    .filter(({ stats }) => stats.isFile())
    .map(({ name, stats }) => ({ path: name, bytes: stats.size }));
  const { engine, version, from } = finished;
  const manifest: z.infer<typeof manifestSchema> = { format: 1, engine, version, from, files };
  await writeFile(path.join(folder, manifestFile), JSON.stringify(manifest, undefined, 2));
}
