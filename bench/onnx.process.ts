import { readFileSync } from 'node:fs';
import { openOnnx } from '../src/formats/onnx/openOnnx';
import { analyze } from '../src/model/analyze';
import { outline } from '../src/model/outline';

// Opens the ONNX file that is its argument, once, and prints what that took: milliseconds, layers, parameters, and bytes at most in memory.

const [, , file = ''] = process.argv;
const began = performance.now();
const { architecture } = openOnnx(file);
const { totals } = analyze(architecture);
const { stages } = outline(architecture);
const ms = performance.now() - began;
const peak = 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN);
process.stdout.write(JSON.stringify({ ms, params: totals.params, blocks: stages.flatMap(({ blocks }) => blocks).length, peak })); // prettier-ignore
