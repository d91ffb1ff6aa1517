import * as z from 'zod';
import { activationOrders } from '../../model/branches';
import { shortcutOptions } from '../../model/shortcuts';
import { networkOptionsOf, type NetworkOptions } from '../networkOptions';
import { given, spelledNetwork, type SpelledNetwork } from '../spelledNetwork';
import type { FileHints } from './recognise';
import { mostBlocks, mostStages } from './residualTraits';

/** What our weights files note beside the tensors, since these do not tell everything. */
export interface NetworkNote extends Omit<FileHints, 'name'> {
  /** In the order of their labels. */
  readonly classes?: readonly string[] | undefined;
}

const network: z.ZodType<NetworkOptions> = z.object({
  model: z.string().max(100),
  network: spelledNetwork.refine(isBuildable).optional(),
  plain: z.boolean().optional(),
  bias: z.boolean().optional(),
  shortcut: z.enum(shortcutOptions).optional(),
  order: z.enum(activationOrders).optional(),
  gateBias: z.number().optional(),
  squeezeExcitation: z.number().optional(),
  survival: z.number().optional(),
});

/** Whether it is no larger than what is recognised by its tensors; a file may note anything. */
function isBuildable({ stages }: SpelledNetwork): boolean {
  const blocks = stages.reduce((sum, stage) => sum + stage.blocks, 0);
  return stages.length <= mostStages && blocks <= mostBlocks;
}

const classes = z.array(z.string()).max(100_000);
const modelName = /^[\w.-]{1,100}$/;

/** As texts by name, as safetensors keeps them; `name` is the network's. */
export function writeNetworkNote(
  name: string,
  options: NetworkOptions,
  classNames: readonly string[],
): Readonly<Record<string, string>> {
  const network = JSON.stringify(given(networkOptionsOf(options)));
  return { format: 'pt', model: name, network, classes: JSON.stringify(classNames) };
}

/** What a file notes, as far as it can be read; whether it is true is another question. */
export function readNetworkNote(texts: Readonly<Record<string, string>>): NetworkNote {
  const { model } = texts;
  return {
    model: model !== undefined && modelName.test(model) ? model : undefined,
    network: network.safeParse(parsed(texts['network'])).data,
    classes: classes.safeParse(parsed(texts['classes'])).data,
  };
}

const longest = 100_000;

function parsed(text: string | undefined): unknown {
  if (text === undefined || text.length > longest) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // somebody else's, or damaged
  }
}
