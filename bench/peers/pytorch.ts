import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { lineReader } from '../measure';

/** PyTorch training the same network in a process of its own, measured when asked. */
export interface PyTorchPeer {
  readonly version: string;
  /** Milliseconds of each of so many steps. */
  run(steps: number): Promise<readonly number[]>;
  dispose(): void;
}

interface Line {
  readonly torch?: string;
  readonly step_ms?: readonly number[];
}

/** Starts the peer, or says aloud why it is left out. `RESNET_BENCH_PYTHON` names a Python that has torch and torchvision. */
export async function startPyTorch(): Promise<PyTorchPeer | undefined> {
  const python = process.env['RESNET_BENCH_PYTHON'] ?? 'python3';
  const found = spawnSync(python, ['-c', 'import torch, torchvision']);
  if (found.status !== 0) {
    process.stdout.write(
      `PyTorch is left out: ${python} has no torch and torchvision; name one that has in RESNET_BENCH_PYTHON.\n`,
    );
    return undefined;
  }
  const child = spawn(python, [path.resolve('bench/peers/pytorch_step.py'), '--serve', '--warmup', '3'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const read = lineReader(child);
  const readLine = async (): Promise<Line> => JSON.parse((await read()) ?? '{}') as Line; // our own script's contract
  const { torch = 'unknown' } = await readLine();
  return {
    version: torch,
    run: async (steps) => {
      child.stdin.write(`run ${steps}\n`);
      return (await readLine()).step_ms ?? [];
    },
    dispose: () => void child.kill(),
  };
}
