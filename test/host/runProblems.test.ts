import './fakeVscode';
import assert from 'node:assert/strict';
import { RunHistory } from '../../src/client/runHistory';
import { RunProblems } from '../../src/host/runProblems';
import type { Run, RunsListener } from '../../src/host/runs';
import type { RunFault } from '../../src/protocol/runFault';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { network } from '../webview/architecturePage';
import { fakeEditor } from './fakeEditor';

const own = '/runs/1/network.resnet.json';
const text = `{
  "network": { "stages": [
    { "blocks": 1, "width": 16 },
    { "blocks": 1, "width": 32 }
  ] }
}`;
const exploding: RunFault = { step: 9, kind: 'exploding', layer: 'layer2.0.conv1', times: 2000 };

describe('the problems of a run', () => {
  let listener: RunsListener;
  let latest: Run | undefined;
  let problems: RunProblems;
  let lines: string[];

  beforeEach(() => {
    lines = [];
    latest = undefined;
    fakeEditor.documents.set(own, text);
    const listen = (given: RunsListener): (() => void) => {
      listener = given;
      return () => undefined;
    };
    const runs = {
      listen,
      get latest() {
        return latest;
      },
    };
    problems = new RunProblems(runs, (line) => lines.push(line));
  });
  afterEach(() => {
    problems.dispose();
    fakeEditor.documents.clear();
  });

  function begin(file?: string): void {
    const history = new RunHistory({ id: '1', title: 'ResNet-34' });
    const plan = { title: 'ResNet-34', options: exampleOptions, ...(file === undefined ? {} : { file }) };
    latest = { plan, history, folder: '/runs/1', architecture: network('resnet34') };
    listener.latest?.(latest);
  }
  const tell = (fault: RunFault): void => {
    latest?.history.apply({ type: 'fault', ...fault });
    listener.event?.({ type: 'fault', ...fault });
  };
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const shown = (path: string): unknown[] =>
    (fakeEditor.problems.get(path) ?? []).map(({ range, severity }) => [range.start.line, severity]);

  it('stand in the network file of its folder, at the stage concerned, with a line in the output', async () => {
    begin();
    for (const event of exampleEvents) listener.event?.(event);
    await settled();
    assert.deepEqual([shown(own), lines], [[], []]);
    tell(exploding);
    await settled();
    assert.deepEqual(shown(own), [[3, 1]]);
    assert.match(
      fakeEditor.problems.get(own)?.[0]?.message ?? '',
      /^At step 9 the gradient of layer "layer2\.0\.conv1"/,
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^ResNet-34: At step 9 /);
  });

  it('become the graver one, an error', async () => {
    begin();
    tell(exploding);
    tell({ step: 12, kind: 'statistics', layer: 'conv1' });
    await settled();
    assert.deepEqual(shown(own), [[1, 0]]);
  });

  it('stand in the file that it was trained from', async () => {
    fakeEditor.documents.set('/small.resnet.json', text);
    begin('file:///small.resnet.json');
    tell(exploding);
    await settled();
    assert.deepEqual([shown('/small.resnet.json'), shown(own)], [[[3, 1]], []]);
  });

  it('are gone with the next run, also when the file is read only then', async () => {
    begin();
    tell(exploding);
    begin();
    await settled();
    assert.deepEqual(shown(own), []);
  });

  it('are those of a run that is shown again after a reload', async () => {
    begin();
    latest?.history.apply({ type: 'fault', ...exploding });
    if (latest !== undefined) listener.latest?.(latest);
    await settled();
    assert.deepEqual([shown(own), lines], [[[3, 1]], []]);
  });
});
