import { chosenLabels, offeredLabels, pickedFiles, proposedFiles, savedFiles, shownMessages } from './fakeVscode';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listedRun } from '../../src/client/listedRuns';
import { exportCommand } from '../../src/host/exportCommand';
import { RunItem } from '../../src/host/runItem';
import { Trainers } from '../../src/host/trainers';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import type { ExportRequest } from '../../src/protocol/exportFormat';
import * as worker from '../../src/trainer/weights/openWeights';
import { exampleEvents, exampleOptions, exampleResult } from '../client/exampleRun';
import { stubTrainer } from '../client/stubTrainer';
import { temporaryFolder } from '../data/temporaryFolder';
import { fileWith, weightsOf } from '../trainer/weightsFile';
import { fakeEditor } from './fakeEditor';

describe('exporting', () => {
  const folder = temporaryFolder();
  let requests: ExportRequest[];

  beforeEach(() => {
    requests = [];
    for (const list of [chosenLabels, offeredLabels, pickedFiles, proposedFiles, savedFiles, shownMessages])
      list.length = 0;
  });

  async function run(argument?: unknown): Promise<void> {
    const trainer = (): ReturnType<typeof stubTrainer> =>
      stubTrainer(() => exampleResult, {
        openWeights: (request) => worker.openWeights(request),
        exportNetwork: (request) => {
          requests.push(request);
          return { bytes: 85_123_456, notes: ['A note.'] };
        },
      });
    const uses = { trainers: new Trainers(trainer), runsFolder: () => folder.path, log: () => undefined };
    await exportCommand(uses, argument);
  }

  function keepRun(name: string, withWeights: boolean): void {
    const kept = path.join(folder.path, name);
    mkdirSync(kept);
    const times = { created: '2026-11-27T10:00:00.000Z', writer: 1 };
    const [start] = exampleEvents;
    const record = { format: 1, id: name, title: `${name} · airplane, bird`, options: exampleOptions, state: 'done', epochs: [], start, ...times }; // prettier-ignore
    writeFileSync(path.join(kept, 'run.json'), JSON.stringify(record));
    if (withWeights) writeFileSync(path.join(kept, 'weights.safetensors'), '');
  }

  it('offers the runs that have weights, and the formats, and says what it wrote', async () => {
    keepRun('first', true);
    keepRun('second', false);
    chosenLabels.push('first · airplane, bird', 'ONNX');
    await run();
    assert.deepEqual(offeredLabels[0], ['first · airplane, bird', 'A file of weights…']);
    assert.deepEqual(offeredLabels[1], [
      'safetensors',
      'ONNX',
      'TensorFlow.js layers model',
      'TensorFlow SavedModel',
      'PyTorch source',
    ]);
    const out = path.join(folder.path, 'first.onnx');
    assert.deepEqual(proposedFiles, [out]);
    const [request] = requests;
    assert.deepEqual([request?.out, request?.format, request?.classes, request?.classNames], [out, 'onnx', 2, ['airplane', 'bird']]); // prettier-ignore
    assert.equal(request?.weights, path.join(folder.path, 'first/weights.safetensors'));
    assert.deepEqual(shownMessages, ['first.onnx is written (85.1 MB). A note.']);
  });

  it('takes the run under the pointer', async () => {
    keepRun('first', true);
    const found = await listedRun(path.join(folder.path, 'first'), () => undefined);
    chosenLabels.push('ONNX');
    await run(new RunItem(found));
    assert.equal(requests[0]?.weights, path.join(folder.path, 'first/weights.safetensors'));
  });

  it('takes a file of weights, as what it is recognised', async () => {
    const file = fileWith(weightsOf(buildArchitecture({ model: 'resnet8-cifar' }, 2)), 'a.safetensors');
    chosenLabels.push('TensorFlow SavedModel');
    await run(fakeEditor.uri(file));
    const [request] = requests;
    assert.equal(request?.out, file.replace('.safetensors', '-saved-model'));
    assert.deepEqual([request.network.model, request.classes, request.classNames], ['resnet8-cifar', 2, undefined]);
    pickedFiles.push(fakeEditor.uri(file));
    chosenLabels.push('safetensors');
    await run();
    assert.equal(requests[1]?.weights, file);
  });

  it('does nothing where the user gives up', async () => {
    keepRun('first', true);
    await run();
    chosenLabels.push('first · airplane, bird');
    await run();
    chosenLabels.push('first · airplane, bird', 'ONNX');
    savedFiles.push(undefined);
    await run();
    assert.deepEqual([requests, shownMessages], [[], []]);
  });
});
