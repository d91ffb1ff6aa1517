// `node plainTfjs.mjs FOLDER…` loads each folder's model.json into plain TensorFlow.js, predicts what images.json has, and prints one JSON line a folder.
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import path from 'node:path';

await tf.setBackend('cpu');
for (const folder of process.argv.slice(2)) console.log(JSON.stringify(await predicted(folder)));

async function predicted(folder) {
  const read = (name) => readFileSync(path.join(folder, name));
  const { shape, values } = JSON.parse(read('images.json'));
  const model = await tf.loadLayersModel({ load: () => artifacts(read) });
  const logits = model.predict(tf.tensor(values, shape));
  return { shape: logits.shape, logits: [...(await logits.data())], layers: model.layers.map(({ name }) => name) };
}

/** What TensorFlow.js's own loaders make of the files. */
function artifacts(read) {
  const { modelTopology, weightsManifest } = JSON.parse(read('model.json'));
  const bytes = Buffer.concat(weightsManifest.flatMap(({ paths }) => paths.map(read)));
  const weightData = new Uint8Array(bytes).buffer;
  return Promise.resolve({ modelTopology, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData });
}
