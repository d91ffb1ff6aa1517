import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { trainerVersion } from '../../src/protocol/trainerContract';

/** A folder that is removed with its content. */
export interface ScratchFolder {
  readonly path: string;
  remove(): void;
}

export function scratchFolder(): ScratchFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-client-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** What a stub of the worker can be made of; each line stands for itself. */
export const stub = {
  greet: `process.send({ type: 'hello', version: ${JSON.stringify(trainerVersion)} });`,
  greetWrongly: `process.send({ type: 'hello', version: 'old' });`,
  leaveOnDisconnect: `process.on('disconnect', () => process.exit(0));`,
  stay: `setInterval(() => undefined, 1000);`,
  /** Answers `train` with its own id in the events, and ignores everything else. */
  onTrain: (body: string): string =>
    `process.on('message', (m) => { if (m.type === 'request' && m.name === 'train') { const reply = (output) => process.send({ type: 'reply', id: m.id, output });` +
    ` const event = (payload) => process.send({ type: 'event', name: 'run', payload }); ${body} } });`,
} as const;

/** Writes a stub of the worker into a folder and gives its path. */
export function writeStub(folder: string, ...lines: readonly string[]): string {
  const file = path.join(folder, `stub-${process.hrtime.bigint()}.cjs`);
  writeFileSync(file, lines.join('\n'));
  return file;
}
