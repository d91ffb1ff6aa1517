import assert from 'node:assert/strict';
import { access, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Progress } from '../../src/protocol/engine';
import { officialArchive } from '../../src/trainer/data/cifar10Archive';
import { folderName, metaFile } from '../../src/trainer/data/cifar10Layout';
import { type Cifar10Download, downloadCifar10 } from '../../src/trainer/data/downloadCifar10';
import { type ArchiveServer, type Fault, serveArchive } from './archiveServer';
import { makeArchive, md5, type SampleArchive } from './sampleArchive';
import { temporaryFolder } from './temporaryFolder';

describe('downloadCifar10', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const servers: ArchiveServer[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  const home = () => path.join(folder.path, 'home');
  const target = () => path.join(home(), 'data', folderName);
  const given = () => path.join(home(), 'downloads', 'cifar-10-binary.tar.gz');

  async function serve(sample: SampleArchive, fault?: Fault): Promise<ArchiveServer> {
    const server = await serveArchive(sample.bytes, fault);
    servers.push(server);
    return server;
  }

  function download(sample: SampleArchive, o: Partial<Cifar10Download>): Promise<string> {
    const { signal } = new AbortController();
    const fixed = { home: home(), archive: sample.archive, millisecondsBetweenTries: 5 };
    return downloadCifar10({ signal, onProgress: () => undefined, ...fixed, ...o });
  }

  async function assertWhole(sample: SampleArchive): Promise<void> {
    for (const [name, sum] of Object.entries(sample.archive.fileMd5))
      assert.equal(md5(await readFile(path.join(target(), name))), sum);
    assert.match(await readFile(path.join(target(), metaFile), 'utf8'), /^airplane\nautomobile\n/);
  }

  /** Nothing is left of an attempt besides what is named. */
  async function assertLeft(left: { readonly data: readonly string[]; readonly downloads: readonly string[] }) {
    assert.deepEqual(await readdir(path.join(home(), 'data')), left.data);
    assert.deepEqual(await readdir(path.join(home(), 'downloads')), left.downloads);
  }

  async function assertFails(attempt: Promise<unknown>, ...parts: readonly string[]): Promise<void> {
    await assert.rejects(attempt, (error) => {
      assert.ok(error instanceof Error && error.name === 'UserError', String(error));
      for (const part of parts) assert.ok(error.message.includes(part), `${error.message} / ${part}`);
      assert.doesNotMatch(error.message, /\n|undefined/);
      return true;
    });
  }

  it('downloads, proves and unpacks the archive, and reports how far it is', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url } = await serve(sample);
    const heard: Progress[] = [];
    assert.equal(await download(sample, { url, onProgress: (progress) => heard.push(progress) }), target());
    await assertWhole(sample);
    await assertLeft({ data: [folderName], downloads: [] });
    const phases = heard.map(({ phase }) => phase);
    const inOrder = ['Looking for', 'Downloading', 'Checking', 'Unpacking'].map((verb) => `${verb} CIFAR-10`);
    assert.deepEqual([...new Set(phases)], inOrder);
    for (const phase of inOrder.slice(1)) {
      const steps = heard.filter((progress) => progress.phase === phase);
      assert.ok(steps.every(({ done }, index) => index === 0 || done > (steps[index - 1]?.done ?? NaN)));
      assert.equal(steps.at(-1)?.done, steps.at(-1)?.total);
    }
  });

  it('asks nothing of anybody where CIFAR-10 is whole', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url, requests } = await serve(sample);
    await download(sample, { url });
    await download(sample, { url });
    assert.deepEqual(requests, ['whole']);
  });

  it('replaces a folder that is not whole', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url } = await serve(sample);
    await mkdir(target(), { recursive: true });
    await writeFile(path.join(target(), 'data_batch_1.bin'), 'half');
    await download(sample, { url });
    await assertWhole(sample);
  });

  it('goes on where a connection broke', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url, requests } = await serve(sample, (number) => (number < 3 ? { breakAfter: 50_000 } : undefined));
    await download(sample, { url });
    await assertWhole(sample);
    assert.deepEqual(requests, ['whole', 'bytes=50000-', 'bytes=100000-', 'bytes=150000-']);
  });

  it('stops when it is cancelled, and goes on at the next attempt', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url, requests } = await serve(sample, (number) => (number === 0 ? { holdAfter: 70_000 } : undefined));
    const controller = new AbortController();
    const onProgress = ({ done }: Progress) => done > 1 && controller.abort();
    await assertFails(download(sample, { url, signal: controller.signal, onProgress }), 'cancelled');
    await assertLeft({ data: [], downloads: ['cifar-10-binary.tar.gz.partial'] });
    const { size } = await stat(`${given()}.partial`);
    assert.ok(size > 0 && size <= 70_000);
    await download(sample, { url });
    await assertWhole(sample);
    assert.deepEqual(requests, ['whole', `bytes=${size}-`]);
  });

  it('leaves no half-unpacked folder when it is cancelled while unpacking', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url } = await serve(sample);
    const controller = new AbortController();
    const onProgress = ({ phase }: Progress) => phase.startsWith('Unpacking') && controller.abort();
    await assertFails(download(sample, { url, signal: controller.signal, onProgress }), 'cancelled');
    await assertLeft({ data: [], downloads: ['cifar-10-binary.tar.gz.partial'] });
  });

  it('refuses and deletes an archive with another sum', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url } = await serve(sample);
    const archive = { ...sample.archive, md5: officialArchive.md5 };
    await assertFails(download(sample, { url, archive }), sample.archive.md5, officialArchive.md5, 'deleted');
    await assertLeft({ data: [], downloads: [] });
  });

  for (const [trick, forged] of [
    ['climbs out of the folder', { path: `${folderName}/../../../escaped.bin`, type: 'File' }],
    ['is absolute', { path: '/tmp/resnet-escaped.bin', type: 'File' }],
    ['lies beside the folder', { path: 'escaped.bin', type: 'File' }],
    ['is a link', { path: `${folderName}/readme.html`, type: 'SymbolicLink', linkpath: '../../escaped.bin' }],
    ['is not expected', { path: `${folderName}/escaped.bin`, type: 'File' }],
  ] as const)
    it(`refuses an archive with an entry that ${trick}`, async () => {
      const forge = (entry: { path: string; type: string }) => {
        if (entry.path.endsWith('readme.html')) Object.assign(entry, forged);
      };
      const sample = await makeArchive({ folder: folder.path, forge });
      const { url } = await serve(sample);
      await assertFails(download(sample, { url }), forged.path, 'no part of CIFAR-10');
      assert.deepEqual(await readdir(path.join(home(), 'data')), []);
      const everything = await readdir(folder.path, { recursive: true });
      assert.deepEqual(
        everything.filter((name) => name.includes('escaped')),
        [],
      );
      await assert.rejects(access('/tmp/resnet-escaped.bin'));
    });

  it('refuses an archive that lacks a file or has another in its place', async () => {
    const lacking = await makeArchive({ folder: folder.path, without: ['data_batch_2.bin'] });
    const first = await serve(lacking);
    await assertFails(download(lacking, { url: first.url }), 'data_batch_2.bin');
    const other = await makeArchive({ folder: path.join(folder.path, 'other') });
    const second = await serve(other);
    const fileMd5 = { ...other.archive.fileMd5, 'test_batch.bin': md5(Buffer.of()) };
    const attempt = download(other, {
      home: path.join(folder.path, 'second'),
      url: second.url,
      archive: { ...other.archive, fileMd5 },
    });
    await assertFails(attempt, 'test_batch.bin');
    await assertLeft({ data: [], downloads: ['cifar-10-binary.tar.gz.partial'] });
  });

  it('says where to put the archive when the server has none', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url } = await serve(sample, () => ({ status: 404 }));
    await assertFails(download(sample, { url }), url, '404', given(), target());
  });

  it('says where to put the archive when nobody answers', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const server = await serveArchive(sample.bytes);
    await server.close();
    await assertFails(download(sample, { url: server.url }), server.url, given(), target());
  });

  it('takes an archive that was put there, and leaves it there', async () => {
    const sample = await makeArchive({ folder: folder.path });
    await mkdir(path.dirname(given()), { recursive: true });
    await writeFile(given(), sample.bytes);
    await download(sample, {});
    await assertWhole(sample);
    await assertLeft({ data: [folderName], downloads: ['cifar-10-binary.tar.gz'] });
  });

  it('refuses a wrong archive that was put there, and leaves it there', async () => {
    const sample = await makeArchive({ folder: folder.path });
    await mkdir(path.dirname(given()), { recursive: true });
    await writeFile(given(), sample.bytes.subarray(1));
    await assertFails(download(sample, {}), given(), 'not the official archive', 'replace it or remove it');
    await assertLeft({ data: [], downloads: ['cifar-10-binary.tar.gz'] });
  });

  it('says that its folder can not be made', async () => {
    const sample = await makeArchive({ folder: folder.path });
    await writeFile(home(), 'a file');
    await assertFails(download(sample, {}), 'CIFAR-10 could not be installed');
  });

  it('lets two downloads at once take turns', async () => {
    const sample = await makeArchive({ folder: folder.path });
    const { url, requests } = await serve(sample);
    await Promise.all([download(sample, { url }), download(sample, { url })]);
    await assertWhole(sample);
    assert.deepEqual(requests, ['whole']);
  });
});
