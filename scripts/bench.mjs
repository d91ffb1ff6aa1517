// `npm run bench [-- WORD…]`: prints the figures of the README; with WORDs, only of the benchmarks whose file name has one of them.
// PyTorch runs beside us where RESNET_BENCH_PYTHON (or python3) has torch and torchvision; other programs' viewers where
// RESNET_BENCH_VIEWERS_PYTHON (or that Python) has netron, ai-edge-model-explorer and model-explorer-onnx.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setUp } from './setup.mjs';
import { root } from './setup/paths.mjs';
import { runTool, toolEnvironment } from './setup/runTool.mjs';
import { reportFailure } from './setup/setupError.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';

async function bench(words) {
  const parts = ['dependencies', 'build', 'engine', 'data', 'chromium', 'code-server'];
  const environment = testEnvironment(await setUp(parts));
  await runTool([process.execPath, 'scripts/build.mjs', '--tests'], {
    failure: 'The benchmarks could not be built.',
    show: 'all',
  });
  const files = readdirSync(path.join(root, 'out/bench')).filter((file) => file.endsWith('.bench.cjs'));
  for (const file of files.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))) {
    const run = { cwd: root, stdio: 'inherit', env: toolEnvironment(environment) };
    if (spawnSync(process.execPath, [path.join('out/bench', file)], run).status !== 0) process.exitCode = 1;
  }
}

await bench(process.argv.slice(2)).catch(reportFailure);
