import path from 'node:path';
import type { TrainerProcess } from '../client/trainerProcess';
import type { NetworkOptions } from '../protocol/networkOptions';
import type { OpenedWeights } from '../protocol/weights';
import { namedNetwork } from './networkFile';
import { networkFlagsOf, type NetworkFlags } from './networkFlags';

/** Flags that name weights, and perhaps their network. */
interface WeightsFlags extends NetworkFlags {
  readonly weights: string;
  readonly model?: string;
}

/** The network that the flags name, else the one that the file's tensors tell, with what the flags change. */
export async function networkOfWeights(trainer: TrainerProcess, flags: WeightsFlags): Promise<NetworkOptions> {
  if (flags.model !== undefined) return namedNetwork(flags.model, flags);
  const file = path.resolve(flags.weights);
  const { network } = await trainer.channel.request('openWeights', { file });
  return changed(network.options, flags);
}

/** A file as what is recognised, or as what the flags say. */
export async function openAs(trainer: TrainerProcess, flags: WeightsFlags): Promise<OpenedWeights> {
  const file = path.resolve(flags.weights);
  const open = (network?: NetworkOptions): Promise<OpenedWeights> =>
    trainer.channel.request('openWeights', { file, network });
  if (flags.model !== undefined) return open(await namedNetwork(flags.model, flags));
  const opened = await open();
  return changesNothing(flags) ? opened : open(changed(opened.network.options, flags));
}

function changed(options: NetworkOptions, flags: NetworkFlags): NetworkOptions {
  return { ...options, ...networkFlagsOf(flags) };
}

function changesNothing(flags: NetworkFlags): boolean {
  return Object.keys(networkFlagsOf(flags)).length === 0;
}
