import assert from 'node:assert/strict';
import { compareRuns, type ComparedRow } from '../../src/client/compareRuns';
import { comparisonCsv, comparisonMarkdown, comparisonTable } from '../../src/client/comparisonText';
import { exampleOptions } from './exampleRun';
import { storedRecord } from './storedRun';

const [first] = storedRecord.epochs;

/** The example, another rate and a network of its own, and one that never began. */
const records = [
  storedRecord,
  {
    ...storedRecord,
    options: {
      ...exampleOptions,
      ...{ model: 'small', learningRate: 0.01, liveMetrics: false },
      network: { block: 'basic', stem: 'cifar', stages: [{ blocks: 1, width: 16 }, { blocks: 2, width: 32 }] }, // prettier-ignore
    },
    epochs: first === undefined ? [] : [{ ...first, testAccuracy: 0.9 }],
  },
  { ...storedRecord, state: 'failed', start: undefined, epochs: [], finished: undefined },
] as const;

const names = ['one', 'two, wide', 'a|b'];
const rows = compareRuns(records);

function row(name: string): ComparedRow {
  const found = rows.filter((each) => each.name === name);
  assert.equal(found.length, 1, name);
  return found[0] ?? assert.fail(name);
}

describe('compared runs', () => {
  it('differ in what their network files do', () => {
    assert.deepEqual(row('learningRate').values, [0.001, 0.01, 0.001]);
    assert.equal(row('learningRate').section, 'training');
    assert.deepEqual(row('preset').values, ['resnet34', undefined, 'resnet34']);
    assert.deepEqual(row('preset').texts, ['resnet34', '–', 'resnet34']);
    assert.deepEqual(row('stages').values, [undefined, '1 of 16, 2 of 32', undefined]);
    assert.deepEqual(row('classes').values, Array(3).fill('airplane, bird'));
    assert.deepEqual(row('liveMetrics').texts, ['yes', 'no', 'yes']);
    const differing = rows.filter(({ differs, section }) => differs && section !== 'result').map(({ name }) => name);
    assert.deepEqual(differing, ['preset', 'name', 'block', 'stem', 'stages', 'source', 'learningRate', 'liveMetrics']);
  });

  it('have every option of a network file once, in its order, and the results at the end', () => {
    const order = ['network', 'data', 'training', 'result'];
    const places = rows.map(({ section }) => order.indexOf(section));
    assert.deepEqual(places, [...places].sort());
    assert.equal(new Set(rows.map(({ section, name }) => `${section}.${name}`)).size, rows.length);
    assert.ok(rows.every(({ values, texts }) => values.length === 3 && texts.length === 3));
  });

  it('tell what came of them', () => {
    assert.deepEqual(row('state').texts, ['Finished', 'Finished', 'Failed']);
    assert.deepEqual(row('best test accuracy').texts, ['75.00 %', '90.00 %', '–']);
    assert.deepEqual(row('best test accuracy').values, [0.75, 0.9, undefined]);
    assert.deepEqual(row('in epoch').texts, ['2', '1', '–']);
    assert.deepEqual(row('final training loss').texts, ['0.6', '0.6', '–']);
    assert.deepEqual(row('duration').texts, ['8.0 s', '4.0 s', '–']);
    assert.deepEqual(row('engine').values, ['cpu', 'cpu', undefined]);
    assert.deepEqual(row('parameters').texts, ['21,285,698', '21,285,698', '–']);
  });

  it('stand in an aligned table, what is the same below', () => {
    const lines = comparisonTable({ names, rows }).split('\n');
    assert.match(lines[0] ?? '', /^option +one +two, wide +a\|b$/);
    const column = lines[0]?.indexOf('two, wide') ?? -1;
    const rate = lines.find((line) => line.startsWith('training.learningRate')) ?? '';
    assert.equal(rate.slice(column, column + 4), '0.01');
    const rules = lines.flatMap((line, index) => (/^─+$/.test(line) ? [index] : []));
    assert.equal(rules.length, 3);
    assert.match(lines[(rules[1] ?? 0) + 1] ?? '', /^state /);
    assert.match(lines.at(-1) ?? '', /^the same in all: data\.classes airplane, bird · .*training\.epochs 2 · /);
  });

  it('stand in Markdown with their names as they are', () => {
    const text = comparisonMarkdown({ names, rows });
    assert.match(
      text,
      /\| option \| one \| two, wide \| a\\\|b \|\n\| :-- \| :-- \| :-- \| :-- \|\n\| network\.preset /,
    );
    assert.match(text, /\| best test accuracy \| 75\.00 % \| 90\.00 % \| – \|/);
    assert.match(text, /## The same in all\n\n- data\.classes airplane, bird\n/);
  });

  it('stand in comma-separated values with quotes where they are needed', () => {
    const lines = comparisonCsv({ names, rows }).split('\r\n');
    assert.equal(lines[0], 'section,option,differs,one,"two, wide",a|b');
    assert.ok(lines.includes('training,learningRate,true,0.001,0.01,0.001'));
    assert.ok(lines.includes('data,classes,false,"airplane, bird","airplane, bird","airplane, bird"'));
    assert.equal(lines.length, rows.length + 1);
  });

  it('say so where nothing differs', () => {
    const same = { names: ['a', 'b'], rows: compareRuns([storedRecord, storedRecord]) };
    assert.ok(comparisonTable(same).includes('No option differs.'));
    assert.ok(comparisonMarkdown(same).includes('## What differs\n\nNo option differs.\n'));
  });
});
