import { often, printTable, rounded } from './measure';
import { startPyTorch } from './peers/pytorch';
import { startStepServer } from './startStepServer';
import { warmUp, type TrainingProcess } from './trainingProcess';
import { resnet34 } from './workloads';

// Resident memory of the process that trains, ours and PyTorch's, and whether ours grows while it goes on.

const early = often(20, warmUp + 1);
const [first, last] = [often(100, early + 1), often(2_000, early + 3)];

async function main(): Promise<void> {
  const ours = await startStepServer(resnet34, { step: 'compiled' });
  const atEarly = await residentAfter(ours, early - warmUp);
  const peer = await startPyTorch(resnet34);
  const theirs = 'process' in peer ? await residentAfter(peer.process, early - warmUp) : undefined;
  if ('process' in peer) await peer.process.dispose();
  const atFirst = await residentAfter(ours, first - early);
  const atLast = await residentAfter(ours, last - first);
  await ours.dispose();
  const mb = 'resident, MB (10⁶ bytes)';
  printTable(`Memory while training, ${resnet34.title}`, [
    { process: `ours, compiled, after ${early} steps`, [mb]: rounded(atEarly) },
    {
      process: `${'process' in peer ? peer.process.name : peer.name}, after ${early} steps`,
      [mb]: theirs === undefined ? `not measured: ${'absent' in peer ? peer.absent : ''}` : rounded(theirs),
    },
    { process: `ours, after ${first} steps`, [mb]: rounded(atFirst) },
    { process: `ours, after ${last} steps`, [mb]: rounded(atLast) },
    { process: 'growth between these', [mb]: rounded(atLast - atFirst, 1) },
  ]);
}

async function residentAfter(process: TrainingProcess, steps: number): Promise<number> {
  return (await process.run(steps)).rssMb;
}

void main();
