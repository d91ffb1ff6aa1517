import './fakeVscode';
import assert from 'node:assert/strict';
import { describedFile } from '../../src/host/describedFiles';
import { filePlan } from '../../src/host/filePlan';
import { openFileUri } from '../../src/host/networkFileDocument';
import { networkFileLenses } from '../../src/host/networkFileLenses';
import { NetworkFiles } from '../../src/host/networkFiles';
import type { ViewContent } from '../../src/host/viewSession';
import { fakeEditor } from './fakeEditor';

const path = '/folder/small.resnet.json';

function textOf(width: number, data: object = {}): string {
  const stages = `[\n{ "blocks": 1, "width": 16 },\n{ "blocks": 1, "width": ${width} }\n]`;
  return `{\n"network": { "shortcut": "A", "stages": ${stages} },\n"data": ${JSON.stringify(data)}\n}`;
}

describe('network files in the editor', () => {
  let files: NetworkFiles;
  let drawn: (ViewContent['architecture'] & object)[];

  beforeEach(() => {
    drawn = [];
    files = new NetworkFiles((_, content) => {
      if (content?.architecture !== undefined) drawn.push(content.architecture);
    });
  });
  afterEach(() => {
    files.dispose();
    fakeEditor.documents.clear();
    fakeEditor.isTrusted = true;
  });

  const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 300));
  const problems = (): readonly (readonly [line: number, message: string])[] =>
    (fakeEditor.problems.get(path) ?? []).map(({ range, message }) => [range.start.line, message] as const);

  it('have three things to do over them', () => {
    const lenses = networkFileLenses.provideCodeLenses(fakeEditor.document(path), undefined as never);
    assert.ok(Array.isArray(lenses));
    const commands = lenses.map(({ command, range }) => [command?.title, command?.command, range.start.line]);
    assert.deepEqual(commands, [
      ['$(play) Train', 'resnet.trainFile', 0],
      ['Show architecture', 'resnet.showFile', 0],
      ['Describe', 'resnet.describeFile', 0],
    ]);
  });

  it('show what does not fit at its line, by the layer’s name, and keep the last network that did', async () => {
    fakeEditor.open(path, textOf(32));
    assert.deepEqual(problems(), []);
    fakeEditor.change(path, textOf(8));
    await settled();
    const [line, message] = problems()[0] ?? [];
    assert.equal(line, 3);
    assert.match(message ?? '', /^Layer "layer2\.0\.shortcut"/);
    const [first, second] = drawn;
    assert.equal(drawn.length, 2);
    assert.equal(second?.architecture, first?.architecture);
    assert.equal(second?.problem?.layer, 'layer2.0.shortcut');
    fakeEditor.change(path, textOf(64));
    await settled();
    assert.deepEqual(problems(), []);
    assert.equal(drawn[2]?.problem, undefined);
    assert.notEqual(drawn[2]?.architecture, first?.architecture);
  });

  it('wait until the typing rests', async () => {
    fakeEditor.open(path, textOf(32));
    for (const width of [33, 34, 35]) fakeEditor.change(path, textOf(width));
    assert.equal(drawn.length, 1);
    await settled();
    assert.equal(drawn.length, 2);
  });

  it('leave to VS Code what the schema tells, and say all of it to who draws', async () => {
    fakeEditor.open(path, textOf(32));
    fakeEditor.change(path, textOf(32).replace('"shortcut": "A"', '"shortcut": "Q"'));
    await settled();
    assert.deepEqual(problems(), []);
    assert.match(drawn.at(-1)?.problem?.message ?? '', /no shortcut "Q"/);
  });

  it('are forgotten with their problems when they are closed', () => {
    fakeEditor.open(path, textOf(8));
    assert.equal(problems().length, 1);
    fakeEditor.close(path);
    assert.deepEqual(problems(), []);
  });

  it('say in a sentence that there is nothing to draw', () => {
    fakeEditor.documents.set(path, '{ "network": 7 }');
    assert.throws(() => files.content(fakeEditor.document(path)), /small\.resnet\.json has no network to draw: /);
  });

  it('are planned as they say, on the settings’ engine', async () => {
    fakeEditor.documents.set(path, textOf(32, { source: 'images', classes: ['a', 'b'] }));
    const { title, options } = await filePlan(fakeEditor.uri(path), { engine: 'wasm' });
    assert.equal(title, 'small · a, b');
    assert.equal(options.data, '/folder/images');
    assert.equal(options.engine, 'wasm');
    assert.equal(options.network?.stages.length, 2);
  });

  it('are not planned with a fault, and say its line', async () => {
    fakeEditor.documents.set(path, textOf(8));
    await assert.rejects(
      filePlan(fakeEditor.uri(path), { engine: 'auto' }),
      /small\.resnet\.json, line 4, network\.stages\[1\]: Layer/,
    );
  });

  it('choose no folders and files in Restricted Mode', async () => {
    fakeEditor.isTrusted = false;
    fakeEditor.documents.set(path, textOf(32, { source: 'images' }));
    await assert.rejects(
      filePlan(fakeEditor.uri(path), { engine: 'auto' }),
      /data\.source in small\.resnet\.json names a path/,
    );
    fakeEditor.documents.set(path, textOf(32, { source: 'embedded' }));
    assert.equal((await filePlan(fakeEditor.uri(path), { engine: 'auto' })).options.data, 'embedded');
  });

  it('are described as a Markdown table, with what is wrong over it', async () => {
    fakeEditor.documents.set(path, textOf(32));
    assert.match(await describedFile(fakeEditor.uri(path)), /^### small, input 3×32×32, 2 classes\n\n\| layer/);
    fakeEditor.documents.set(path, textOf(8));
    assert.match(await describedFile(fakeEditor.uri(path)), /^- Layer "layer2\.0\.shortcut"/);
  });

  it('are asked for where a command finds none', () => {
    assert.throws(() => openFileUri(undefined), /No network file is open/);
    assert.equal(openFileUri(fakeEditor.uri(path)).path, path);
  });
});
