import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeTable } from '../../src/model/describeTable';
import { analyze } from '../../src/model/analyze';
import { preset, presetNames, type PresetOptions } from '../../src/model/presets';

/** The deepest ones say nothing more. */
const deep = /1202|1001|164|preact-resnet(50|101|152|200)$|^resnet(101|152|200)[cds]$|resnet(200|269)|^seresnet1/;
const listed = presetNames.filter((name) => !deep.test(name));

const variants: readonly (readonly [file: string, name: string, options: PresetOptions])[] = [
  ...listed.map((name) => [name, name, {}] as const),
  ['resnet34@cifar2', 'resnet34', { input: [3, 32, 32], classes: 2 }],
  ['resnet34@cifar2-bias', 'resnet34', { input: [3, 32, 32], classes: 2, bias: true }],
  ...(['B', 'C', 'scaled-both', 'gated', 'shortcut-gated', 'dropout'] as const).map(
    (shortcut) => [`resnet20-cifar-${shortcut}`, 'resnet20-cifar', { shortcut }] as const,
  ),
  ...(['bn-after-add', 'relu-before-add', 'relu-preact', 'full-preact'] as const).map(
    (order) => [`resnet20-cifar-${order}`, 'resnet20-cifar', { order }] as const,
  ),
  ['resnet20-cifar-se', 'resnet20-cifar', { squeeze: 4, survival: 0.5 }],
];

/** `UPDATE_GOLDEN=1 npm test -- golden` writes them anew; look at the difference before you commit it. */
describe('golden tables', () => {
  for (const [file, name, options] of variants)
    it(file, () => {
      const built = preset(name, options);
      assert.ok(built);
      const table = `${describeTable(built, analyze(built))}\n`;
      const golden = path.join('test/golden', `${file}.txt`);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, table);
      assert.equal(table, readFileSync(golden, 'utf8'));
    });
});
