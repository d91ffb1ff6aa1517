import { releaseFor } from '../../install/releases';
import { probeEngine } from '../../install/proveEngine';
import type { InstalledEngine } from '../../install/installedEngines';
import { cudaFault, type CudaSituation } from './cudaFault';
import { foreignLibraries } from './foreignLibraries';
import { askNvidia } from './nvidia';

/** The environment variable that holds the setting `resnet.gpu`. */
export const gpuVariable = 'RESNET_GPU';

/** What is known of this machine before TensorFlow is loaded. */
export async function cudaSituation(): Promise<CudaSituation> {
  const chosen = process.env[gpuVariable] ?? '';
  return {
    machine: await askNvidia(),
    driver: releaseFor('tensorflow-gpu', 'linux-x64').driver ?? '0',
    foreign: await foreignLibraries(),
    chosen: /^\d+$/.test(chosen) ? Number(chosen) : undefined,
  };
}

/** Why an engine that was loaded found no GPU: loads it again in a process of its own and reads what TensorFlow says. */
export async function explainCuda(situation: CudaSituation, installed: InstalledEngine): Promise<string> {
  const { output } = await probeEngine({ folder: installed.folder, signal: AbortSignal.timeout(60_000), logLevel: 0 });
  return (
    cudaFault({ ...situation, log: output }) ??
    'TensorFlow for CUDA found no GPU that it can use; the log ("ResNet: Show Log") has its words.'
  );
}
