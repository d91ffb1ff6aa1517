import { cifar10, runExample, runOurs, type ExampleRun } from './exampleRun';
import { often, printTable, rounded } from './measure';
import { noTorch, pythonWithTorch } from './peers/pytorch';

// The worked example from command to exit, one after the other: ours by `resnet train`, which also saves the weights after
// each epoch, and PyTorch's.

const epochs = often(5, 2);
const limits = often(0, 128) === 0 ? [] : ['--limit-train', '128', '--limit-test', '128'];

async function main(): Promise<void> {
  const shared = ['--data', cifar10(), '--epochs', String(epochs), '--seed', '0', ...limits];
  const ours = await runOurs(['--engine', 'tensorflow', ...shared]);
  const python = pythonWithTorch();
  const theirs =
    python === undefined ? undefined : await runExample(python, ['bench/peers/pytorch_example.py', ...shared]);
  const missing = { row: `PyTorch: ${noTorch}` };
  printTable('The worked example, command to exit', [
    rowOf('resnet train', ours),
    theirs === undefined ? missing : rowOf('PyTorch, eager', theirs),
    ...(theirs === undefined
      ? []
      : [{ row: 'PyTorch’s seconds over ours', seconds: rounded(theirs.seconds / ours.seconds, 2) }]),
  ]);
}

function rowOf(row: string, { seconds, accuracies }: ExampleRun): Record<string, string | number> {
  const byEpoch = accuracies.map((accuracy, index) => [`epoch ${index + 1}`, rounded(accuracy, 4)] as const);
  return { row, seconds: rounded(seconds, 1), ...Object.fromEntries(byEpoch) };
}

void main();
