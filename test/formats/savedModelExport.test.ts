import * as tf from '@tensorflow/tfjs';
import assert from 'node:assert/strict';
import { GraphSession } from '../../src/trainer/compiled/graphSession';
import { startEngine } from '../../src/trainer/engines/ladder';
import { inferenceGraph, servingName } from '../../src/trainer/export/inferenceGraph';
import { trainerFolders } from '../../src/trainer/folders';
import { fixtureBatch, fixtureNames } from '../trainer/fixture';
import { exportable, isPyTorchs } from './exportedLogits';

describe('a network exported as a SavedModel', () => {
  before(() => startEngine('tensorflow', trainerFolders()));

  for (const name of fixtureNames)
    it(`${name} gives PyTorch's logits to 1e-4 in TensorFlow`, async () => {
      const fixture = exportable(name);
      const { architecture, valuesOf } = fixture;
      const session = await GraphSession.open(inferenceGraph(architecture, valuesOf), []);
      const [channels = 0, height = 0, width = 0] = architecture.input;
      const images = tf.tensor(fixtureBatch(fixture, '').images, [5, height, width, channels]);
      const { logits } = session.run(servingName, { images });
      assert.deepEqual(logits?.shape, [5, 3]);
      isPyTorchs(fixture, await logits.data());
      tf.dispose([images, logits]);
      session.dispose();
    });
});
