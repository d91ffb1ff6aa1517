import type { NetworkOptions } from '../networkOptions';

/** `resnet20-cifar --shortcut B`: a network in a line, as flags would name it. */
export function networkText(options: NetworkOptions): string {
  const { model, network, plain, bias, shortcut, order, squeezeExcitation } = options;
  const words = [
    [plain === true, '--plain'],
    [bias === true, '--bias'],
    [shortcut !== undefined, `--shortcut ${shortcut ?? ''}`],
    [order !== undefined, `--order ${order ?? ''}`],
    [squeezeExcitation !== undefined, `--squeeze-excitation ${squeezeExcitation ?? ''}`],
  ] as const;
  const flags = words.flatMap(([isGiven, word]) => (isGiven ? [word] : []));
  const spelled = network === undefined ? [] : [`(${network.block} blocks, ${stagesText(network.stages)})`];
  return [model, ...spelled, ...flags].join(' ');
}

/** `2 of 16, 2 of 32`. */
function stagesText(stages: readonly { readonly blocks: number; readonly width: number }[]): string {
  return stages.map(({ blocks, width }) => `${blocks} of ${width}`).join(', ');
}
