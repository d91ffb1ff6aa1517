import { releaseFor } from '../../install/releases';
import { probeEngine } from '../../install/proveEngine';
import type { InstalledEngine } from '../../install/installedEngines';
import { cudaFault, type CudaSituation } from './cudaFault';
import { foreignLibraries } from './foreignLibraries';
import { askNvidia, type NvidiaGpu, type NvidiaMachine } from './nvidia';

/** The environment variable that holds the setting `resnet.gpu`. */
const gpuVariable = 'RESNET_GPU';

/** What is known of this machine before TensorFlow is loaded. */
export async function cudaSituation(): Promise<CudaSituation> {
  return {
    machine: await askNvidia(),
    driver: releaseFor('tensorflow-gpu', 'linux-x64').driver ?? '0',
    foreign: await foreignLibraries(),
    chosen: chosenCard(),
  };
}

/** The card that TensorFlow uses: the chosen one, or the driver's first. */
export function cardInUse({ gpus }: NvidiaMachine): NvidiaGpu | undefined {
  return gpus.find(({ index }) => index === (chosenCard() ?? 0));
}

function chosenCard(): number | undefined {
  const chosen = process.env[gpuVariable] ?? '';
  return /^\d+$/.test(chosen) ? Number(chosen) : undefined;
}

/** Why an engine that was loaded found no GPU: loads it again in a process of its own and reads what TensorFlow says. */
export async function explainCuda(situation: CudaSituation, installed: InstalledEngine): Promise<string> {
  const { output } = await probeEngine({ folder: installed.folder, signal: AbortSignal.timeout(60_000), logLevel: 0 });
  return (
    cudaFault({ ...situation, log: output }) ??
    'TensorFlow for CUDA found no GPU that it can use; the log ("ResNet: Show Log") has its words.'
  );
}
