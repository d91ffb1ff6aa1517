import path from 'node:path';
import { dist } from './product.mjs';
import { runTool, toolEnvironment } from './runTool.mjs';
import { SetupError } from './setupError.mjs';
import { step } from './step.mjs';

const failure = 'The native TensorFlow engine could not be installed, for the reason above.';

/**
 * The native TensorFlow engine, installed by the command line's own `engine install`.
 * @returns {Promise<{ binding: string }>} `binding`: the addon's file
 */
export async function engine() {
  const found = await step({
    name: 'native engine',
    find: installedEngine,
    doing: 'TensorFlow for the CPU, a download of about 280 MB and a short compilation',
    make: () => resnet(['engine', 'install'], 'all'),
  });
  if (found === undefined)
    throw new SetupError(
      '"resnet engine install" ended well, but "resnet engine list" does not show the engine "tensorflow".',
    );
  return found;
}

async function installedEngine() {
  const engines = JSON.parse(await resnet(['engine', 'list', '--json'], 'errors'));
  return engines.find((installed) => installed.engine === 'tensorflow');
}

function resnet(args, show) {
  const env = toolEnvironment({ RESNET_ADDON: 'compile' }); // from its sources, never a copy of an earlier one
  return runTool([process.execPath, path.join(dist, 'cli.cjs'), ...args], { env, failure, show });
}
