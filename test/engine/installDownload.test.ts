import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../src/protocol/userError';
import { downloadFile, Unreachable } from '../../src/trainer/install/downloadFile';
import { type Behaviour, type FileServer, serveFile } from './installServer';

const content = randomBytes(200_000);
const half = content.length / 2;

interface Case {
  readonly behaviours: readonly Behaviour[];
  /** What happens when so many bytes have arrived. */
  readonly at?: Readonly<Record<number, () => void>>;
  readonly signal?: AbortSignal;
  readonly millisecondsOfSilence?: number;
}

describe('downloading a file', function () {
  this.timeout(60_000);
  let folder: string;
  let server: FileServer | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'resnet-download-'));
  });
  afterEach(async () => {
    await server?.close();
    await rm(folder, { recursive: true });
  });

  const target = () => path.join(folder, 'file.partial');
  const breakOff = () => server?.breakOff();

  async function download({ behaviours, at = {}, signal, millisecondsOfSilence = 30_000 }: Case): Promise<number[]> {
    server = await serveFile(content, behaviours);
    const progress: number[] = [];
    await downloadFile({
      address: `${server.origin}/file`,
      file: target(),
      bytes: content.length,
      signal: signal ?? new AbortController().signal,
      onBytes: (done) => {
        progress.push(done);
        at[done]?.();
      },
      millisecondsBetweenTries: 1,
      millisecondsOfSilence,
    });
    return progress;
  }

  it('takes a whole file and tells how far it is', async () => {
    const progress = await download({ behaviours: ['whole'] });
    assert.deepEqual(await readFile(target()), content);
    assert.equal(progress.at(-1), content.length);
    assert.deepEqual(server?.ranges, ['']);
  });

  it('goes on where a connection broke', async () => {
    await download({ behaviours: ['stops', 'stops', 'whole'], at: { [half]: breakOff, [half * 1.5]: breakOff } });
    assert.deepEqual(await readFile(target()), content);
    assert.deepEqual(server?.ranges, ['', `bytes=${half}-`, `bytes=${half * 1.5}-`]);
  });

  it('goes on where the other side fell silent', async () => {
    await download({ behaviours: ['stops', 'whole'], millisecondsOfSilence: 2000 });
    assert.deepEqual(await readFile(target()), content);
    assert.deepEqual(server?.ranges, ['', `bytes=${half}-`]);
  });

  it('goes on where an earlier run ended', async () => {
    await writeFile(target(), content.subarray(0, 1000));
    await download({ behaviours: ['whole'] });
    assert.deepEqual(await readFile(target()), content);
    assert.deepEqual(server?.ranges, ['bytes=1000-']);
  });

  it('begins anew with a server that knows no ranges', async () => {
    await writeFile(target(), content.subarray(0, 1000));
    await download({ behaviours: ['ignores ranges'] });
    assert.deepEqual(await readFile(target()), content);
  });

  it('throws away a part that is longer than the file', async () => {
    await writeFile(target(), Buffer.alloc(content.length + 1));
    await download({ behaviours: ['whole'] });
    assert.deepEqual(await readFile(target()), content);
    assert.deepEqual(server?.ranges, ['']);
  });

  it('asks nothing when the file is there', async () => {
    await writeFile(target(), content);
    await download({ behaviours: ['missing'] });
    assert.deepEqual(server?.ranges, []);
  });

  it('tries again when the server is busy', async () => {
    await download({ behaviours: ['busy', 'whole'] });
    assert.deepEqual(await readFile(target()), content);
  });

  it('reports an address that gives nothing as unreachable', async () => {
    await assert.rejects(download({ behaviours: ['missing'] }), Unreachable);
    await server?.close();
    await assert.rejects(download({ behaviours: ['busy'] }), Unreachable);
    const { origin } = await serveFile(content, ['whole']).then(async (closed) => (await closed.close(), closed));
    const signal = new AbortController().signal;
    const onBytes = () => undefined;
    await assert.rejects(
      downloadFile({ address: origin, file: target(), bytes: 1, signal, onBytes, millisecondsBetweenTries: 1 }),
      (error) => error instanceof Unreachable && error.message.includes('ECONNREFUSED'),
    );
  });

  it('gives up in a sentence when the connection keeps breaking, and keeps what it has', async () => {
    await assert.rejects(download({ behaviours: ['stops', 'busy'], at: { [half]: breakOff } }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /^The connection to 127\.0\.0\.1:\d+ keeps breaking \(status 503\): try again later/);
      return true;
    });
    assert.deepEqual(await readFile(target()), content.subarray(0, half));
  });

  it('refuses a file of another length before taking it', async () => {
    await assert.rejects(download({ behaviours: ['too short'] }), /answers with another file .*its length differs/);
  });

  it('ends at once when it is cancelled, and keeps what it has', async () => {
    const controller = new AbortController();
    const cancelled = { signal: controller.signal, at: { [half]: () => controller.abort() } };
    await assert.rejects(download({ behaviours: ['stops'], ...cancelled }), { name: 'AbortError' });
    assert.deepEqual(await readFile(target()), content.subarray(0, half));
  });
});
