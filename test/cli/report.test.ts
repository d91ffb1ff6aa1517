import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatEvents } from '../../src/client/metricsLog';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { freshFolder, runCli } from './runCli';

describe('resnet report', function () {
  this.timeout(60_000);
  const folder = freshFolder();

  before(() => {
    const run = path.join(folder, 'run');
    mkdirSync(run);
    const [start] = exampleEvents;
    const times = { created: '2026-11-27T10:00:00.000Z', writer: 1 };
    const record = { format: 1, id: 'r', title: 'ResNet-34 · airplane, bird', options: exampleOptions, state: 'done', epochs: [], start, ...times }; // prettier-ignore
    writeFileSync(path.join(run, 'run.json'), JSON.stringify(record));
    writeFileSync(path.join(run, 'metrics.jsonl'), exampleEvents.map((event) => formatEvents(event)).join(''));
  });

  it('writes one file of a run, with its graph and curves', async () => {
    const { code, stdout, stderr } = await runCli('report run --out run.html', { cwd: folder });
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^run\.html is written \(\d+\.?\d* kB\)\.\n?$/);
    const html = readFileSync(path.join(folder, 'run.html'), 'utf8');
    assert.ok(html.includes('>layer4.2<') && html.includes('>Accuracy<') && html.includes('75.00 %'));
    assert.ok(html.endsWith('</html>\n'));
  });

  it('refuses what it can’t do in a sentence', async () => {
    const ended = async (args: string): Promise<[number | null, string]> => {
      const { code, stderr } = await runCli(args, { cwd: folder });
      return [code, stderr];
    };
    assert.match((await ended('report nowhere --out a.html'))[1], /nowhere can't be opened: there is no run\.json\./);
    const [code, sentence] = await ended('report run --out a.pdf');
    assert.deepEqual([code, sentence.trim()], [2, 'resnet: A report is an HTML file, but --out is "a.pdf": name it like report.html.']); // prettier-ignore
    const [failed, why] = await ended('report run --out no/such/a.html');
    assert.deepEqual([failed, /can't be written: its folder is not there/.test(why)], [1, true]);
  });
});
