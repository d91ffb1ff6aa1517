import type { Command } from 'commander';
import { analyze, type Analysis } from '../model/analyze';
import type { Architecture, Shape } from '../model/layer';
import { memoryOf } from '../model/memory';
import { receptiveFields } from '../model/receptiveField';
import { presetNames } from '../model/presets';
import { isModelFile } from '../formats/isModelFile';
import { buildArchitecture } from '../protocol/checkTrainOptions';
import { UserError } from '../protocol/userError';
import { describeCsv } from '../model/describeCsv';
import { describeMarkdown, describeTable } from '../model/describeTable';
import { addNetworkFlags, type NetworkFlags } from './networkFlags';
import { isNetworkFile, namedNetwork, openNetworkFile } from './networkFile';
import { readClassCount, readShape } from './readOptions';
import { warn } from './standardOutput';

interface DescribeOptions extends NetworkFlags {
  readonly input?: Shape;
  readonly classes?: number;
  readonly json?: true;
  readonly markdown?: true;
  readonly csv?: true;
}

/** `resnet describe MODEL`: layers, shapes, parameters and MACs. */
export function addDescribe(program: Command): void {
  const command = program
    .command('describe')
    .description('print a network: layers, shapes, parameters, multiply-accumulates')
    .argument(
      '<model>',
      `an ONNX file, a TensorFlow.js model.json, a network file, *.resnet.json, or one of ${presetNames.join(', ')}, or of another depth 6n+2 of CIFAR’s`,
    );
  addNetworkFlags(command)
    .option('--input <CxHxW>', 'shape of one image (default: the network’s own, 3x224x224 or 3x32x32)', readShape)
    .option('--classes <N>', 'number of classes', readClassCount)
    .option('--json', 'print one JSON object')
    .option('--markdown', 'print the table in Markdown')
    .option('--csv', 'print the layers as comma-separated values')
    .action(async (model: string, options: DescribeOptions) => {
      const described = await describedBy(model, options);
      process.stdout.write(`${formOf(options)(described, analyze(described.architecture))}\n`);
      described.notes?.forEach(warn);
    });
}

/** Flags that say how a network is told of, where the others change it. */
const forms: readonly string[] = ['json', 'markdown', 'csv'];

interface Described {
  readonly architecture: Architecture;
  /** Sentences about what the network of a file has beyond it. */
  readonly notes?: readonly string[];
  /** Operations of a file that are not known here, by name, and how many there are of each. */
  readonly unknown?: Readonly<Record<string, number>>;
}

async function describedBy(word: string, flags: DescribeOptions): Promise<Described> {
  if (!isModelFile(word)) return { architecture: await networkOf(word, flags) };
  const change = Object.keys(flags).find((flag) => !forms.includes(flag));
  // Other networks need not wait for what reads such files.
  if (change === undefined) return (await import('../formats/openModel')).openModel(word);
  throw new UserError(`The network in ${word} is described as it is: leave out --${change}.`, 'usage');
}

/** A preset is shown for images of its paper, a file's network for its own. */
async function networkOf(word: string, flags: DescribeOptions): Promise<Architecture> {
  const network = await namedNetwork(word, flags);
  const file = isNetworkFile(word) ? (await openNetworkFile(word, 'look')).architecture : undefined;
  return buildArchitecture(network, flags.classes ?? file?.classes, flags.input ?? file?.input ?? 'own');
}

type Form = (described: Described, analysis: Analysis) => string;

function formOf({ json, markdown, csv }: DescribeOptions): Form {
  if (json === true) return describeJson;
  const form = markdown === true ? describeMarkdown : csv === true ? describeCsv : describeTable;
  return ({ architecture }, analysis) => form(architecture, analysis);
}

/** The contract of `describe --json`. */
function describeJson({ architecture, notes, unknown }: Described, { layers, totals }: Analysis): string {
  const { name, input, classes } = architecture;
  const fields = receptiveFields(architecture);
  return JSON.stringify({
    name,
    input,
    classes,
    params: totals.params,
    buffers: totals.buffers,
    macs: totals.macs,
    activationElements: totals.activationBytes / 4,
    memoryBytes: memoryOf(layers),
    ...{ notes, unknown }, // of a file
    layers: layers.map((facts) => ({
      name: facts.layer.name,
      kind: facts.layer.kind,
      inputs: facts.layer.inputs,
      input: facts.input,
      output: facts.output,
      params: facts.params,
      buffers: facts.buffers,
      macs: facts.macs,
      activationElements: facts.activationBytes / 4,
      receptiveField: fields.get(facts.layer.name), // of what sees the whole image, null in JSON
    })),
  });
}
