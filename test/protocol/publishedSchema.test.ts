import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { publishedSchema } from '../../src/protocol/networkFile/publishedSchema';
import { manifest } from '../host/manifest';

const file = 'media/resnet.schema.json';

// After a change that is meant: `UPDATE_GOLDEN=1 npm test -- publishedSchema`, and look at the difference.
describe('the published schema of *.resnet.json', () => {
  it('is the one that files are read by', () => {
    const text = `${JSON.stringify(publishedSchema(), null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  it('explains every property', () => {
    const unexplained = propertiesIn(publishedSchema()).filter(([, property]) => !('description' in property));
    assert.deepEqual(unexplained, []);
  });

  it('is what VS Code checks such files by', () => {
    const { jsonValidation, languages } = manifest().contributes;
    assert.deepEqual(jsonValidation, [{ fileMatch: '*.resnet.json', url: `./${file}` }]);
    assert.deepEqual(languages, [{ id: 'jsonc', extensions: ['.resnet.json'] }]);
  });
});

type Property = readonly [name: string, schema: object];

/** The properties of a schema and of all that is in it. */
function propertiesIn(schema: object): readonly Property[] {
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]): readonly Property[] => {
    if (typeof value !== 'object' || value === null) return [];
    const own = key === 'properties' ? (Object.entries(value) as Property[]) : []; // a schema's own shape
    return [...own, ...propertiesIn(value)];
  });
}
