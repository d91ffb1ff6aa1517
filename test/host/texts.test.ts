import assert from 'node:assert/strict';
import { doctorLines, doctorMarkdown } from '../../src/host/doctorMarkdown';
import { failureButtons } from '../../src/host/failureActions';
import { operationLine } from '../../src/host/operationLine';
import { runOutcome } from '../../src/host/runOutcome';
import { slowEngineMessage } from '../../src/host/slowEngine';
import { parseShownState } from '../../src/host/shownState';
import { viewHtml } from '../../src/host/viewHtml';
import type { DoctorReport } from '../../src/protocol/engine';
import { exampleResult } from '../client/exampleRun';

describe('texts', () => {
  const report: DoctorReport = {
    engines: [
      { engine: 'tensorflow', usable: false, detail: 'Not installed | "ResNet: Install Engine"\nfetches it.' },
      { engine: 'wasm', usable: true, detail: 'WebAssembly' },
    ],
    ...{ choice: 'wasm', node: 'v20.1.0', platform: 'linux x64', cacheFolder: '/cache' },
    data: [{ name: 'embedded', usable: true, detail: 'airplane and bird' }],
  };

  it('makes the doctor’s report a page', () => {
    const page = doctorMarkdown(report);
    assert.match(page, /^# ResNet: Doctor\n\n`auto` takes \*\*wasm\*\*\.\n/);
    assert.ok(page.includes('| tensorflow | no | Not installed \\| "ResNet: Install Engine" fetches it. |'));
    assert.ok(page.includes('| wasm | yes | WebAssembly |'));
    assert.ok(page.includes('| embedded | airplane and bird |'));
  });

  it('makes the doctor’s report lines of a log', () => {
    assert.equal(doctorLines(report).length, 4);
    assert.match(doctorLines(report)[2] ?? '', /wasm: usable, WebAssembly/);
  });

  it('says how a run ended', () => {
    assert.equal(
      runOutcome('resnet34 · airplane, bird', exampleResult),
      'resnet34 · airplane, bird: best test accuracy 75.00 % after 2 epochs, 8.0 s; test accuracy by epoch: 62.50, 75.00 %.',
    );
    assert.equal(
      runOutcome('x', { stopped: true, steps: 1, epochs: [], bestAccuracy: undefined, seconds: 130 }),
      'x: Stopped: after 1 step, 2 min 10 s.',
    );
  });

  it('says how far an operation is', () => {
    assert.equal(
      operationLine({ phase: 'Downloading', done: 95e6, total: 270e6, unit: 'bytes' }),
      'Downloading: 35 % (95 MB of 270 MB)',
    );
    assert.equal(operationLine({ phase: 'Unpacking', done: 3, total: 0, unit: 'files' }), 'Unpacking: 3 files');
    assert.equal(operationLine({ phase: 'Checking', done: 0, total: 0, unit: 'steps' }), 'Checking');
  });

  it('offers what may help after a failure', () => {
    assert.deepEqual(failureButtons('CIFAR-10 is not here yet: …'), ['Download CIFAR-10', 'Show Log']);
    assert.deepEqual(failureButtons('The engine "tensorflow" can\'t be used'), [
      'Install Engine',
      'Doctor',
      'Show Log',
    ]);
    assert.deepEqual(failureButtons('The trainer was killed'), ['Show Log']);
  });

  it('says that a faster engine can be had, unless the slow one was asked for', () => {
    const passedOver = [
      { engine: 'tensorflow-gpu', reason: 'No NVIDIA driver was found.' },
      { engine: 'tensorflow', reason: 'It is not installed.' },
    ] as const;
    const faster = 'It is not installed. The native engine is several times faster.';
    assert.equal(slowEngineMessage('auto', { engine: 'wasm', passedOver }), `Training on WASM: ${faster}`);
    assert.equal(slowEngineMessage('auto', { engine: 'cpu', passedOver }), `Training on plain JavaScript: ${faster}`);
    assert.equal(slowEngineMessage('wasm', { engine: 'wasm', passedOver: [] }), undefined);
    assert.equal(slowEngineMessage('auto', { engine: 'tensorflow', passedOver }), undefined);
    assert.equal(slowEngineMessage('auto', { engine: 'webgpu', passedOver }), undefined);
  });

  it('reads what a window showed, whatever an older version kept', () => {
    assert.deepEqual(parseShownState({ run: '/runs/1' }), { run: '/runs/1' });
    for (const kept of [undefined, null, 7, { run: 7 }]) assert.deepEqual(parseShownState(kept), {});
  });

  it('lets a page load nothing but its own script and style', () => {
    const page = viewHtml({
      title: 't',
      nonce: 'abc',
      cspSource: 'https://own',
      script: 'https://own/a.js',
      style: 'https://own/a.css',
    });
    const policy = /content="(default-src[^"]*)"/.exec(page)?.[1] ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'nonce-abc';/);
    assert.doesNotMatch(policy, /unsafe|data:|\*|http:/);
    assert.ok(page.includes('<script nonce="abc" src="https://own/a.js">'));
  });
});
