import { isKind, type Architecture } from '../../model/layer';
import { assignment, forwardMethod, startLines, submodule } from './classSource';
import { asNumber } from './constructors';
import { initialisationLines } from './initialisationLines';
import type { BlockPart } from './moduleParts';
import type { Makers } from './parameters';

/** What the network's class is written with. */
export interface NetworkText {
  readonly name: string;
  readonly network: BlockPart;
  readonly makers: Makers;
}

/** The class of the whole network. */
export function networkClass(architecture: Architecture, { name, network, makers }: NetworkText): string[] {
  const start = [...initialisationLines(architecture), ...lastBias(architecture)].map((line) => `        ${line}`);
  const own = startLines(network.parts);
  return [
    ...[`class ${name}(nn.Module):`, '    def __init__(self) -> None:', '        super().__init__()'],
    ...network.parts.flatMap((part) => assignment(part, makers, asNumber)),
    ...(start.length + own.length === 0 ? [] : ['', ...start, ...own]),
    '',
    ...forwardMethod(network, { given: [], isAlwaysGiven: false }),
  ];
}

/** Krizhevsky et al. 2012, §5: all fully connected layers' biases start from 1 but the last one's. */
function lastBias({ initialisation, layers }: Architecture): string[] {
  const last = layers.at(-1);
  if (initialisation !== 'alexnet-2012' || last === undefined || !isKind(last, 'linear')) return [];
  return [`nn.init.zeros_(${submodule(last.name.split('.'))}.bias)`];
}
