import assert from 'node:assert/strict';
import type { ImportedNetwork } from '../../src/formats/graph/importGraph';
import { analyze } from '../../src/model/analyze';
import { outline } from '../../src/model/outline';
import { UserError } from '../../src/protocol/userError';

/** Whether it is read; then it is sound as far as it goes. */
export function tellsOrReads(open: () => ImportedNetwork): boolean {
  try {
    const { architecture } = open();
    assert.deepEqual(analyze(architecture).problems, []);
    outline(architecture);
    return true;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error instanceof Error ? error.stack : error));
    assert.match(error.message, /^[^\n]{1,600}\.$/);
    return false;
  }
}
