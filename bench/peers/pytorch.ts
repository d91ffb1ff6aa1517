import { spawnSync } from 'node:child_process';
import path from 'node:path';
import * as z from 'zod';
import { startLineProcess } from '../lineProcess';
import { trainSteps, warmUp, type Started } from '../trainingProcess';
import type { Workload } from '../workloads';

/** The Python that peers run on: `RESNET_BENCH_PYTHON`, or python3; nothing if it has no torch and torchvision. */
export function pythonWithTorch(): string | undefined {
  const python = process.env['RESNET_BENCH_PYTHON'] ?? 'python3';
  const found = spawnSync(python, ['-c', 'import numpy, torch, torchvision']);
  return found.status === 0 ? python : undefined;
}

/** Why there is no peer. */
export const noTorch = 'no Python with torch and torchvision; name one in RESNET_BENCH_PYTHON';

const greetingSchema = z.union([
  z.object({ ready: z.literal(true), torch: z.string() }),
  z.object({ error: z.string() }),
]);

/** How PyTorch trains; without anything: eagerly, on the processor. */
export interface PyTorchStart {
  readonly compile?: boolean;
  /** Of torch.compile. */
  readonly mode?: 'reduce-overhead';
  readonly device?: 'cpu' | 'cuda';
  readonly channelsLast?: boolean;
}

/** A few words for a row's name. */
export function howTrained({ precision }: Workload, { compile, mode, channelsLast }: PyTorchStart): string {
  const words = [compile === true ? 'torch.compile' : 'eager', mode, channelsLast === true && 'channels-last', precision === 'bfloat16' && 'amp']; // prettier-ignore
  return words.filter(Boolean).join(' ');
}

/** Starts PyTorch training the same network in a process of its own. */
export async function startPyTorch(workload: Workload, start: PyTorchStart = {}): Promise<Started> {
  const how = howTrained(workload, start);
  const python = pythonWithTorch();
  if (python === undefined) return { name: `PyTorch, ${how}`, absent: noTorch };
  const args = [...peerArguments(workload), ...startArguments(start), '--serve', '--warmup', String(warmUp)];
  const child = startLineProcess({ file: python, args: ['-B', path.resolve('bench/peers/pytorch_step.py'), ...args] });
  const greeting = await child.read(greetingSchema);
  if ('error' in greeting) {
    await child.dispose();
    return { name: `PyTorch, ${how}`, absent: greeting.error };
  }
  return {
    process: {
      name: `PyTorch ${greeting.torch}, ${how}`,
      run: (steps) => trainSteps(child, steps),
      dispose: () => child.dispose(),
    },
  };
}

function startArguments({ compile, mode, device, channelsLast }: PyTorchStart): readonly string[] {
  return [
    ...(compile === true ? ['--compile'] : []),
    ...(mode === undefined ? [] : ['--mode', mode]),
    ...(device === undefined ? [] : ['--device', device]),
    ...(channelsLast === true ? ['--channels-last'] : []),
  ];
}

function peerArguments({ model, classes, input, batch, optimizer, precision }: Workload): readonly string[] {
  const network = ['--model', model.replace(/-cifar$/, ''), '--classes', String(classes), '--size', String(input[1])];
  const mixed = precision === 'bfloat16' ? ['--amp'] : [];
  return [...network, '--batch', String(batch), '--optimizer', optimizer, ...mixed];
}
