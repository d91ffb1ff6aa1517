import { pickedFiles, shownMessages } from './fakeVscode';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelContent, openModelFile } from '../../src/host/openModelFile';
import type { ViewContent } from '../../src/host/viewSession';
import { userError } from '../trainer/tensorSamples';
import { fakeEditor } from './fakeEditor';

describe('opening model files', () => {
  const uri = (file: string): unknown => fakeEditor.api.Uri.parse(`file://${path.resolve('test/fixtures', file)}`);
  let drawn: [file: string, content: ViewContent][];
  let reveals: number;

  beforeEach(() => {
    [drawn, reveals] = [[], 0];
    for (const list of [shownMessages, pickedFiles]) list.length = 0;
  });

  function open(argument?: unknown): Promise<void> {
    const shown = { showModel: (file: string, content: ViewContent) => void drawn.push([file, content]) };
    return openModelFile({ shown, reveal: () => reveals++ }, argument);
  }

  it('draws a layers model, and marks where something can’t be shown', async () => {
    await open(uri('tfjs/gated.json'));
    const [[file, content] = ['', {}]] = drawn;
    assert.match(file, /^file:\/\/.*tfjs\/gated\.json$/);
    assert.equal(content.architecture?.title, 'gated.json');
    assert.equal(content.architecture.problem?.layer, 'layer1.0.relu');
    assert.equal(reveals, 1);
    assert.deepEqual(shownMessages, ['The size of the images is free; shapes are those of 3×224×224.']);
  });

  it('draws a graph model and an ONNX file, and tells what they have otherwise', async () => {
    await open(uri('tfjs/cifar-graph/model.json'));
    await open(uri('onnx/basic-new.onnx'));
    assert.deepEqual(drawn.map(([, { architecture }]) => [architecture?.title, architecture?.problem]), [['model.json', undefined], ['basic-new.onnx', undefined]]); // prettier-ignore
    assert.match(shownMessages[0] ?? '', /^9 batch norms are folded .* 1 layer pads one side more than the other: /);
    assert.match(shownMessages[1] ?? '', /^14 batch norms are folded /);
  });

  it('says nothing where all is as in the file', async () => {
    await open(uri('tfjs/resnet50.json'));
    assert.equal(drawn.length, 1);
    assert.deepEqual(shownMessages, []);
  });

  it('asks for a file where none was clicked, and does nothing without one', async () => {
    await open();
    assert.deepEqual([drawn, reveals], [[], 0]);
    pickedFiles.push(uri('tfjs/vgg.json'));
    await open();
    assert.equal(drawn.length, 1);
  });

  it('refuses what is none in a sentence, and draws nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'resnet-model-'));
    try {
      const file = path.join(folder, 'model.json');
      await assert.rejects(modelContent(`file://${file}`), userError(/there is no such file; check its path/));
      writeFileSync(file, '{"a":');
      await assert.rejects(open(fakeEditor.api.Uri.parse(`file://${file}`)), userError(/^model\.json is not a usable TensorFlow\.js model: it is no JSON/)); // prettier-ignore
      assert.deepEqual(drawn, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
