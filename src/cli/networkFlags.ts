import type { Command } from 'commander';
import { activationOrders, type ActivationOrder } from '../model/branches';
import { shortcutOptions } from '../model/shortcuts';
import { checkName } from '../protocol/checkTrainOptions';
import type { NetworkOptions } from '../protocol/networkOptions';
import { given } from '../protocol/spelledNetwork';
import { readNumber } from './readOptions';

/** What Commander gives for the flags that change a network. */
export interface NetworkFlags {
  readonly plain?: true;
  readonly bias?: true;
  readonly shortcut?: NonNullable<NetworkOptions['shortcut']>;
  readonly order?: ActivationOrder;
  readonly gateBias?: number;
  readonly squeezeExcitation?: number;
  readonly survival?: number;
}

/** The flags that change a network; shared by all commands that take one. */
export function addNetworkFlags(command: Command): Command {
  return command
    .option('--plain', 'the same layers without shortcuts')
    .option('--bias', 'give the 3×3 convolutions a bias')
    .option('--shortcut <option>', `what the shortcuts do: ${shortcutOptions.join(', ')}`, readShortcut)
    .option('--order <order>', `where batch norm and ReLU stand: ${activationOrders.join(', ')}`, readOrder)
    .option('--gate-bias <b>', 'what the bias of a gate starts from, with gated shortcuts (default: -6)', readNumber)
    .option('--squeeze-excitation <ratio>', 'squeeze-and-excitation in each block, squeezed by so much', readNumber)
    .option('--survival <p>', 'stochastic depth: the last block stays in training with this probability', readNumber);
}

/** Those of flags that have more. */
export function networkFlagsOf(from: NetworkFlags): NetworkFlags {
  const { plain, bias, shortcut, order, gateBias, squeezeExcitation, survival } = from;
  return given({ plain, bias, shortcut, order, gateBias, squeezeExcitation, survival });
}

function readShortcut(text: string): string {
  checkName('shortcut', text, shortcutOptions);
  return text;
}

function readOrder(text: string): string {
  checkName('order of activations', text, activationOrders);
  return text;
}
