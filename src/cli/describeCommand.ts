import type { Command } from 'commander';
import { analyze, type Analysis } from '../model/analyze';
import type { Architecture, Shape } from '../model/layer';
import { buildArchitecture } from '../protocol/checkTrainOptions';
import { describeTable } from './describeTable';
import { readClassCount, readShape, readShortcut } from './readOptions';

interface DescribeOptions {
  readonly input?: Shape;
  readonly classes?: number;
  readonly plain?: true;
  readonly bias?: true;
  readonly shortcut?: 'A' | 'B';
  readonly json?: true;
}

/** `resnet describe MODEL`: layers, shapes, parameters and MACs. */
export function addDescribe(program: Command): void {
  program
    .command('describe')
    .description('print a network: layers, shapes, parameters, multiply-accumulates')
    .argument('<model>', 'resnet18, resnet34, resnet50, resnet101, resnet152, plain18, plain34, resnet20-cifar …')
    .option('--input <CxHxW>', 'shape of one image (default: the network’s own, 3x224x224 or 3x32x32)', readShape)
    .option('--classes <N>', 'number of classes', readClassCount)
    .option('--plain', 'the same layers without shortcuts')
    .option('--bias', 'give the 3×3 convolutions a bias')
    .option('--shortcut <A|B>', 'how dimensions are matched: zero-padded identity or projection', readShortcut)
    .option('--json', 'print one JSON object')
    .action((model: string, options: DescribeOptions) => {
      const architecture = buildArchitecture({ model, ...options }, options.classes, options.input ?? 'own');
      const analysis = analyze(architecture);
      const text =
        options.json === true
          ? JSON.stringify(described(architecture, analysis))
          : describeTable(architecture, analysis);
      process.stdout.write(`${text}\n`);
    });
}

/** The contract of `describe --json`. */
function described({ name, input, classes }: Architecture, { layers, totals }: Analysis): object {
  return {
    name,
    input,
    classes,
    params: totals.params,
    buffers: totals.buffers,
    macs: totals.macs,
    layers: layers.map((facts) => ({
      name: facts.layer.name,
      kind: facts.layer.kind,
      inputs: facts.layer.inputs,
      input: facts.input,
      output: facts.output,
      params: facts.params,
      buffers: facts.buffers,
      macs: facts.macs,
    })),
  };
}
