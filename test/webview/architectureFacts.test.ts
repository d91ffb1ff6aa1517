import assert from 'node:assert/strict';
import { placeCard } from '../../src/webview/architecture/cardPlacement';
import { factsOf, liveFacts } from '../../src/drawing/graph/hoverFacts';
import { describeNetwork, type Network, type Subject } from '../../src/drawing/graph/network';
import { roundedPath } from '../../src/drawing/graph/roundedPath';
import { readSavedState } from '../../src/webview/architecture/savedState';
import { fitAll, fitWidth, keepInSight, onScreen, reveal, zoomAt } from '../../src/webview/architecture/viewport';
import { network } from './architecturePage';

describe('the facts on the floating card', () => {
  const resnet34 = describeNetwork(network('resnet34'));

  it('tell a convolution exactly', () => {
    const { kind, facts } = factsOf(subject(resnet34, 'layer2.0.conv1'), resnet34);
    assert.equal(kind, 'conv 3×3, 64 → 128, stride 2');
    assert.deepEqual(Object.fromEntries(facts.map(({ label, value }) => [label, value])), {
      Input: '64×8×8',
      Output: '128×4×4',
      Kernel: '3×3',
      Stride: '2',
      Padding: '1',
      Bias: 'no',
      Parameters: '73,728',
      Buffers: '0',
      MACs: '1,179,648',
      Activations: '8.19 kB an image',
    });
  });

  it('tell an average pool, and what a stem of many layers has', () => {
    const deep = describeNetwork(network('resnet18d'));
    const { kind, facts } = factsOf(subject(deep, 'layer2.0.downsample.0'), deep);
    assert.equal(kind, 'average pool 2×2, stride 2');
    assert.deepEqual(facts.slice(2, 4), [{ label: 'Kernel', value: '2×2' }, { label: 'Stride', value: '2' }]); // prettier-ignore
    assert.equal(subject(deep, 'stem').kind, '3 convolutions · max-pool');
  });

  it('sum a block over its layers', () => {
    const { facts } = factsOf(subject(resnet34, 'layer2.0'), resnet34);
    const values = new Map(facts.map(({ label, value }) => [label, value]));
    assert.equal(values.get('Parameters'), '230,144');
    assert.equal(values.get('Layers'), '9');
    assert.equal(values.get('Input'), '64×8×8');
    assert.equal(values.get('Output'), '128×4×4');
  });

  it("explain each kind of block's shortcut", () => {
    const sentence = (of: Network, id: string): string => factsOf(subject(of, id), of).shortcut;
    const cifar = describeNetwork(network('resnet20-cifar'));
    const plain = describeNetwork(network('plain34'));
    assert.equal(
      sentence(resnet34, 'layer2.0'),
      'Projection: channels 64 → 128 and stride 2, so x is matched by a 1×1 convolution, 8,192 + 256 parameters.',
    );
    assert.equal(sentence(resnet34, 'layer2.1'), 'Identity: x is added as it is; the gradient passes unchanged.');
    assert.equal(
      sentence(describeNetwork(network('resnet18d')), 'layer2.0'),
      'Projection: channels 64 → 128 and stride 2, so x is matched by an average pool and a 1×1 convolution, 8,192 + 256 parameters.',
    );
    assert.match(sentence(cifar, 'layer2.0'), /channels 16 → 32 and stride 2.*zero channels/);
    assert.match(sentence(plain, 'layer2.0'), /^No shortcut/);
    assert.equal(sentence(resnet34, 'stem'), '');
  });

  it('give live numbers only to what has them', () => {
    const labels = (id: string): string[] => liveFacts(subject(resnet34, id), undefined).map(({ label }) => label);
    assert.deepEqual(labels('layer1.0.bn1'), ['Gradient norm', 'Update ÷ weight']);
    assert.deepEqual(labels('maxpool'), []);
    assert.deepEqual(labels('layer1.0.relu'), ['Zeros after ReLU']);
    assert.deepEqual(labels('layer1.0.conv1'), ['Gradient norm', 'Update ÷ weight']);
    assert.deepEqual(labels('layer1.0'), [
      'Gradient norm',
      'Update ÷ weight',
      'RMS of F(x)',
      'RMS of shortcut',
      '|F(x)| ÷ |x|',
      'Zeros after ReLU',
    ]);
    assert.equal(labels('layer2.0')[0], 'Gradient norm of F(x)');
    assert.equal(labels('layer2')[0], 'Gradient norm of a block');
    assert.deepEqual(labels('layer2').slice(4, 6), ['|F(x)| ÷ |x|, median', 'over 4 blocks']);
    assert.ok(
      !liveFacts(subject(describeNetwork(network('plain34')), 'layer1.0'), undefined).some(({ label }) =>
        label.startsWith('RMS'),
      ),
    );
  });

  it("say a ReLU's share of zeros", () => {
    const ratios = { branchRms: NaN, shortcutRms: NaN, branchRatio: NaN, branchRatios: [NaN, NaN] } as const;
    const nothing = { gradientNorm: NaN, updateRatio: NaN, ...ratios };
    const relu = subject(resnet34, 'layer1.0.relu');
    const value = (reluZeros: number): string | undefined => liveFacts(relu, { ...nothing, reluZeros })[0]?.value;
    assert.equal(value(0.4219), '42 %');
    assert.equal(value(0), '0 %');
    assert.equal(value(NaN), '–');
    assert.equal(liveFacts(relu, undefined)[0]?.value, '–');
  });

  it('have a subject for every layer', () => {
    for (const { name } of resnet34.architecture.layers) assert.equal(subject(resnet34, name).title, name);
  });
});

describe('the place of the floating card', () => {
  const card = { width: 280, height: 330 };

  it('is beside the target where there is room, and inside the window everywhere', () => {
    const windows = [400, 900, 1600].flatMap((width) => [500, 900].map((height) => ({ width, height })));
    for (const window of windows)
      for (const at of gridOf(window)) {
        const { x, y } = placeCard(card, { target: { ...at, width: 250, height: 50 }, drawingEnd: 0, window });
        assert.ok(x >= 0 && x + card.width <= window.width, `${x} of ${window.width}`);
        assert.ok(y >= 0 && y + card.height <= window.height, `${y} of ${window.height}`);
      }
  });

  it('never covers a target that leaves room at some side', () => {
    const window = { width: 400, height: 900 };
    for (let y = 0; y < 850; y += 25) {
      const target = { x: 20, y, width: 300, height: 50 };
      const spot = placeCard(card, { target, drawingEnd: 0, window });
      assert.ok(spot.y >= y + 50 || spot.y + card.height <= y, `at ${y}`);
    }
  });

  it('prefers the room beyond the drawing, where it covers no shortcut', () => {
    const target = { x: 100, y: 200, width: 300, height: 50 };
    const at = (width: number): number =>
      placeCard(card, { target, drawingEnd: 600, window: { width, height: 900 } }).x;
    assert.ok(at(1000) > 600);
    assert.ok(at(800) > 400 && at(800) < 600, 'beside the target where there is no such room');
  });
});

describe('the window upon the drawing', () => {
  const drawing = { width: 500, height: 2800 };
  const window = { width: 900, height: 700 };

  it('shows the drawing readable from its top, whatever the width', () => {
    for (const width of [400, 900, 1600]) {
      const { scale, x, y } = fitWidth(drawing, { width, height: 700 });
      assert.ok(scale >= 0.7 && scale <= 1.1 && y > 0);
      assert.ok(x >= 0 && x + drawing.width * scale <= width, `at ${width}`);
    }
  });

  it('can show all of it', () => {
    const all = onScreen({ x: 0, y: 0, ...drawing }, fitAll(drawing, window));
    assert.ok(all.x >= 0 && all.y >= 0 && all.x + all.width <= 900 && all.y + all.height <= 700);
  });

  it('zooms about the pointer', () => {
    const at = { x: 333, y: 222 };
    const [before, after] = [{ scale: 1, x: 10, y: -500 }, zoomAt({ scale: 1, x: 10, y: -500 }, 1.7, at)];
    assert.ok(Math.abs((at.x - before.x) / before.scale - (at.x - after.x) / after.scale) < 1e-9);
    assert.ok(Math.abs((at.y - before.y) / before.scale - (at.y - after.y) / after.scale) < 1e-9);
  });

  it('moves to what the keyboard reaches, and not without need', () => {
    const view = { scale: 1, x: 200, y: 16 };
    assert.deepEqual(reveal(view, { x: 0, y: 300, width: 280, height: 50 }, window), view);
    const { y } = onScreen(
      { x: 0, y: 2000, width: 280, height: 50 },
      reveal(view, { x: 0, y: 2000, width: 280, height: 50 }, window),
    );
    assert.ok(y >= 0 && y + 50 <= 700);
  });

  it('never loses the drawing', () => {
    const lost = keepInSight({ scale: 1, x: 9000, y: -90_000 }, drawing, window);
    assert.ok(lost.x < 900 && lost.y + drawing.height > 0);
  });
});

describe('edges', () => {
  it('round their corners and keep their ends', () => {
    const path = roundedPath(
      [
        { x: 0, y: 0 },
        { x: 100, y: 0 },
        { x: 100, y: 30 },
      ],
      22,
    );
    assert.equal(path, 'M0 0L78 0Q100 0 100 15L100 30');
  });
});

describe('the saved state', () => {
  const view = { x: 1, y: 2, scale: 1 };
  const state = {
    version: 2,
    network: 'resnet34',
    opened: ['stem'],
    view,
    metric: 'macs',
    cardSize: 'params',
    values: false,
    scales: {},
  };

  it('is read if it is whole, and forgotten otherwise', () => {
    assert.deepEqual(readSavedState(state), state);
    assert.equal(readSavedState({ ...state, metric: 'beauty' }), undefined);
    assert.equal(readSavedState({ ...state, cardSize: 'fame' }), undefined);
    assert.equal(readSavedState({ ...state, version: 1 }), undefined);
    assert.equal(readSavedState({ ...state, view: { x: 1, y: 2, scale: 0 } }), undefined);
    assert.equal(readSavedState(undefined), undefined);
  });
});

/** Points all over a window, and a little outside. */
function gridOf({ width, height }: { readonly width: number; readonly height: number }): { x: number; y: number }[] {
  const columns = Array.from({ length: 12 }, (_, index) => (index - 1) * (width / 10));
  const rows = Array.from({ length: 12 }, (_, index) => (index - 1) * (height / 10));
  return columns.flatMap((x) => rows.map((y) => ({ x, y })));
}

function subject({ subjects }: Network, id: string): Subject {
  const found = subjects.get(id);
  assert.ok(found, `there is no subject "${id}"`);
  return found;
}
