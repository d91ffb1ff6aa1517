import { releaseFor } from '../../install/releases';
import { probeEngine } from '../../install/proveEngine';
import type { InstalledEngine } from '../../install/installedEngines';
import { chosenCard, cudaFault, type CudaSituation } from './cudaFault';
import { foreignLibraries } from './foreignLibraries';
import { askNvidia, type NvidiaGpu, type NvidiaMachine } from './nvidia';

/** What is known of this machine before TensorFlow is loaded. */
export async function cudaSituation(): Promise<CudaSituation> {
  return {
    machine: await askNvidia(),
    driver: releaseFor('tensorflow-gpu', 'linux-x64').driver ?? '0',
    foreign: await foreignLibraries(),
    visible: visibleCards(),
  };
}

/** The card that TensorFlow uses: the first that it is shown. */
export function cardInUse({ gpus }: NvidiaMachine): NvidiaGpu | undefined {
  const first = chosenCard(visibleCards()) ?? 0;
  return gpus.find(({ index }) => index === first);
}

/** What the setting `resnet.gpu` and `--gpu` set, or the user by hand. */
function visibleCards(): string | undefined {
  return process.env['CUDA_VISIBLE_DEVICES'];
}

/** Why an engine that was loaded found no GPU: loads it again in a process of its own and reads what TensorFlow says. */
export async function explainCuda(situation: CudaSituation, installed: InstalledEngine): Promise<string> {
  const { output } = await probeEngine({ folder: installed.folder, signal: AbortSignal.timeout(60_000), logLevel: 0 });
  return (
    cudaFault({ ...situation, log: output }) ??
    'TensorFlow for CUDA found no GPU that it can use; the log ("ResNet: Show Log") has its words.'
  );
}
