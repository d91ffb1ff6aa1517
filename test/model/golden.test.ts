import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeTable } from '../../src/cli/describeTable';
import { analyze } from '../../src/model/analyze';
import { preset, presetNames, type PresetOptions } from '../../src/model/presets';

const variants: readonly (readonly [file: string, name: string, options: PresetOptions])[] = [
  ...presetNames.map((name) => [name, name, {}] as const),
  ['resnet34@cifar2', 'resnet34', { input: [3, 32, 32], classes: 2 }],
  ['resnet34@cifar2-bias', 'resnet34', { input: [3, 32, 32], classes: 2, bias: true }],
  ['resnet20-cifar-B', 'resnet20-cifar', { shortcut: 'B' }],
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
