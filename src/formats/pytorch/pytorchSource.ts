import type { Architecture } from '../../model/layer';
import { blockClass, sequenceFunction } from './classSource';
import { findParts } from './findParts';
import { helperClasses } from './helperClasses';
import { heading, imports, loading } from './moduleText';
import { nameDefinitions } from './namedParts';
import { networkClass } from './networkClass';
import { className, freeName } from './pythonNames';

/** What the source says beside the network. */
export interface PytorchSourceOptions {
  /** The safetensors file beside the module that it loads where no other is named. */
  readonly weights: string;
}

/**
 * A Python module with the network as torch.nn.Modules, whose state dict has the names of our safetensors files. Throws a UserError
 * for an architecture with a problem, or with names that PyTorch's modules can't have.
 */
export function pytorchSource(architecture: Architecture, { weights }: PytorchSourceOptions): string {
  const network = findParts(architecture);
  const { sequences, blocks, makers, names } = nameDefinitions(network);
  const name = freeName([className(architecture.name), 'Network'], (each) => names.has(each));
  const helpers = new Set(architecture.layers.flatMap(({ kind }) => helperClasses[kind] ?? []));
  const sections = [
    ...helpers,
    ...sequences.map((named) => sequenceFunction(named, makers).join('\n')),
    ...blocks.map(({ named, block, title: { sentences } }) => blockClass(named, block, { sentences, makers }).join('\n')), // prettier-ignore
    networkClass(architecture, { name, network, makers }).join('\n'),
    ...loading(architecture, name, weights),
  ];
  const body = sections.join('\n\n\n');
  return `${[heading(architecture), '', ...imports(body), '', '', body].join('\n')}\n`;
}
