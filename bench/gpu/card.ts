import { UserError } from '../../src/protocol/userError';
import { startNativeGpu } from '../../src/trainer/engines/nativeEngine';
import { trainerFolders } from '../../src/trainer/folders';

/** Whether everything runs on the processor, to try the benchmark where there is no card. */
export const onCpu = process.env['RESNET_BENCH_DEVICE'] === 'cpu';

export const engine = onCpu ? 'tensorflow' : 'tensorflow-gpu';

/** By PyTorch's name. */
export const device = onCpu ? 'cpu' : 'cuda';

/** The card's name; a sentence where there is none, which is no fault of the benchmark. */
export async function cardHere(): Promise<string | undefined> {
  if (onCpu) return 'the processor, to try the benchmark';
  try {
    return await startNativeGpu(trainerFolders().home);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stdout.write(`The GPU benchmark was not run: ${error.message}\n`);
    return undefined;
  }
}
