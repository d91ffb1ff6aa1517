import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openOnnx, type ImportedNetwork } from '../../src/formats/onnx/openOnnx';
import { analyze } from '../../src/model/analyze';
import type { Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset } from '../../src/model/presets';
import { fixturePlans } from '../trainer/fixturePlans';
import { existing } from '../trainer/tensorSamples';

const folder = 'test/fixtures/onnx';

describe('ONNX files by PyTorch', () => {
  for (const name of ['basic', 'bottleneck', 'cifar-a', 'deep', 'preact', 'se'])
    it(`${name} is what our builder makes`, () => {
      const found = openOnnx(path.join(folder, `${name}-whole.onnx`));
      assert.deepEqual(found.notes, []);
      isTheSame(found.architecture, existing(fixturePlans[name])(name));
    });

  const folded: readonly (readonly [file: string, network: string, count: number])[] = [
    ['basic-new', 'basic', 14],
    ['basic-old', 'basic', 14],
    ['cifar-a-new', 'cifar-a', 7],
    ['deep-new', 'deep', 18],
    ['se-new', 'se', 8],
  ];
  for (const [file, name, count] of folded)
    it(`${file} has the blocks of our builder's, and ${count} batch norms less`, () => {
      const found = openOnnx(path.join(folder, `${file}.onnx`));
      const note = `${count} batch norms are folded into the convolutions before: their parameters are not counted.`;
      assert.deepEqual({ notes: found.notes, unknown: found.unknown }, { notes: [note], unknown: {} });
      const expected = existing(fixturePlans[name])(name);
      assert.deepEqual(blocksOf(found.architecture), blocksOf(expected));
      assert.deepEqual(shapesWithoutNorms(found.architecture), shapesWithoutNorms(expected));
    });

  it('says which operations are not known, and shows what comes before them', () => {
    const found = openOnnx(path.join(folder, 'vgg-new.onnx'));
    assert.deepEqual(found.unknown, { GatherND: 1, Transpose: 1 });
    assert.equal(found.problem?.layer, 'features.14');
    assert.match(existing(found.problem).message, /^2 operations can't be shown and are left out, and so is all that comes behind: GatherND \(1\), Transpose \(1\)\. The first is behind "features\.14": Transpose, as it is not known here\.$/); // prettier-ignore
    assert.deepEqual(analyze(found.architecture).problems, []);
  });

  const python = process.env['RESNET_BENCH_PYTHON'];
  if (python === undefined)
    console.log('  torchvision’s networks are not exported anew: RESNET_BENCH_PYTHON names no Python.');
  for (const name of python === undefined ? [] : ['resnet18', 'resnet50', 'resnext50_32x4d'])
    it(`torchvision's ${name}, exported now, is what our builder makes`, () => {
      const found = exportedNow(existing(python), name);
      assert.deepEqual(found.notes, []);
      isTheSame(found.architecture, existing(preset(name)));
    }).timeout(120_000);
});

/** Blocks, parameters and shapes; layers without parameters may have other names. */
function isTheSame(found: Architecture, expected: Architecture): void {
  const facts = (architecture: Architecture) =>
    analyze(architecture).layers.map(({ layer, input, output, params, buffers }) => ({
      ...{ kind: layer.kind, attributes: layer.attributes, input, output, params, buffers },
      name: params > 0 ? layer.name : '',
    }));
  assert.deepEqual(facts(found), facts(expected));
  assert.deepEqual(analyze(found).totals, analyze(expected).totals);
  assert.deepEqual(blocksOf(found), blocksOf(expected));
}

function blocksOf(architecture: Architecture): unknown {
  const isNorm = new Set(architecture.layers.flatMap(({ name, kind }) => (kind === 'batchNorm2d' ? [name] : [])));
  const count = (names: readonly string[]): number => names.filter((name) => !isNorm.has(name)).length;
  return outline(architecture).stages.map(({ name, blocks }) => ({
    name,
    blocks: blocks.map((block) => ({
      name: block.name,
      parts: [block.before, block.branch, block.shortcut.layers, block.after].map(count),
      shortcut: block.shortcut.type,
    })),
  }));
}

function shapesWithoutNorms(architecture: Architecture): unknown {
  const { layers } = analyze(architecture);
  return layers.flatMap(({ layer, output }) => (layer.kind === 'batchNorm2d' ? [] : [[layer.kind, output]]));
}

function exportedNow(python: string, name: string): ImportedNetwork {
  const target = mkdtempSync(path.join(tmpdir(), 'resnet-onnx-'));
  try {
    const call = `import make_onnx; from pathlib import Path; make_onnx.main(Path(${JSON.stringify(target)}), {${JSON.stringify(name)}: ("whole",)})`;
    execFileSync(python, ['-B', '-W', 'ignore', '-c', call], {
      cwd: 'test/fixtures',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return openOnnx(path.join(target, `${name}-whole.onnx`));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
