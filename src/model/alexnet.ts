import type { Architecture, LayerAttributes, Shape } from './layer';
import { LayerChain } from './layerChain';
import { flatten, fullyConnected, numbered } from './sequential';

/** What may be changed of torchvision's AlexNet. */
export interface AlexNetOptions {
  readonly input?: Shape | undefined;
  readonly classes?: number | undefined;
}

/** What may be changed of the AlexNet of 2012. */
export interface AlexNet2012Options extends AlexNetOptions {
  readonly name?: string;
  /** Channels of the five convolutions. */
  readonly widths?: readonly number[];
  /** Of the first convolution; with 1 instead of 4, images of 32×32 are large enough. */
  readonly stride?: number;
  /** Features of the two hidden layers after them, and the probability that one is dropped. */
  readonly hidden?: number;
  readonly dropout?: number;
}

/** A convolution with its ReLU, and whether a max-pool follows. */
interface Stage {
  readonly window: Window;
  readonly isPooled: boolean;
}

type Window = Pick<LayerAttributes['conv2d'], 'kernel' | 'stride' | 'padding' | 'groups' | 'initialBias'>;

const first = { kernel: 11, stride: 4, padding: 2, groups: 1 };
const second = { kernel: 5, stride: 1, padding: 2, groups: 1 };
const later = { kernel: 3, stride: 1, padding: 1, groups: 1 };

/** §3.3 of the paper of 2012. */
const acrossChannels = { size: 5, alpha: 1e-4, beta: 0.75, k: 2 };

/** Krizhevsky 2014 ("One weird trick"), as torchvision has it. */
const features: readonly (Stage & { readonly out: number })[] = [
  { out: 64, window: first, isPooled: true },
  { out: 192, window: second, isPooled: true },
  { out: 384, window: later, isPooled: false },
  { out: 256, window: later, isPooled: false },
  { out: 256, window: later, isPooled: true },
];

/** Builds torchvision's AlexNet with its module paths. */
export function alexnet({ input = [3, 224, 224], classes = 1000 }: AlexNetOptions = {}): Architecture {
  const chain = startAt(input);
  const next = numbered('features');
  for (const { out, window, isPooled } of features) {
    convolve(chain, next(), { out, ...window });
    chain.relu(next());
    if (isPooled) pool(chain, next());
  }
  chain.append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: 6 } });
  flatten(chain);
  appendClassifier(chain, classes);
  return { name: 'alexnet', initialisation: 'default', input, classes, layers: chain.layers };
}

function appendClassifier(chain: LayerChain, classes: number): void {
  const next = numbered('classifier');
  for (let layer = 0; layer < 2; layer++) {
    chain.append(next(), 'dropout', { attributes: { p: 0.5 } });
    fullyConnected(chain, next(), 4096);
    chain.relu(next());
  }
  fullyConnected(chain, next(), classes);
}

/** Krizhevsky et al. 2012, §3.5: two groups where a GPU saw only its own maps; §5: the biases that start from 1. */
const convolutions: readonly (Stage & { readonly isNormalised: boolean })[] = [
  { window: first, isNormalised: true, isPooled: true },
  { window: { ...second, groups: 2, initialBias: 1 }, isNormalised: true, isPooled: true },
  { window: later, isNormalised: false, isPooled: false },
  { window: { ...later, groups: 2, initialBias: 1 }, isNormalised: false, isPooled: false },
  { window: { ...later, groups: 2, initialBias: 1 }, isNormalised: false, isPooled: true },
];

/**
 * Builds the AlexNet of the paper, its two GPUs' halves as groups, with Caffe's layer names. The first convolution pads by 2, which
 * the paper does not say but its sizes need: 224×224 pixels give 54×54 maps without padding, and Fig. 2 has 55×55.
 */
export function alexnet2012(options: AlexNet2012Options = {}): Architecture {
  const { name = 'alexnet-2012', input = [3, 224, 224], classes = 1000, hidden = 4096, dropout = 0.5 } = options;
  const chain = startAt(input);
  appendConvolutions(chain, options);
  flatten(chain);
  for (const number of [6, 7]) {
    fullyConnected(chain, `fc${number}`, hidden);
    chain.relu(`relu${number}`).append(`drop${number}`, 'dropout', { attributes: { p: dropout } });
  }
  fullyConnected(chain, 'fc8', classes);
  return { name, initialisation: 'alexnet-2012', input, classes, layers: chain.layers };
}

function appendConvolutions(chain: LayerChain, options: AlexNet2012Options): void {
  const { widths = [96, 256, 384, 384, 256], stride = first.stride } = options;
  for (const [index, { window, isNormalised, isPooled }] of convolutions.entries()) {
    const number = index + 1;
    convolve(chain, `conv${number}`, { out: widths[index] ?? 0, ...window, ...(index === 0 ? { stride } : {}) });
    chain.relu(`relu${number}`);
    if (isNormalised) chain.append(`norm${number}`, 'localResponseNorm', { attributes: acrossChannels });
    if (isPooled) pool(chain, `pool${number}`);
  }
}

function startAt(input: Shape): LayerChain {
  return new LayerChain('', input[0]).append('input', 'input', { attributes: { shape: input } });
}

function convolve(chain: LayerChain, name: string, { out, ...window }: Window & { readonly out: number }): void {
  chain.append(name, 'conv2d', {
    attributes: { inChannels: chain.channels, outChannels: out, bias: true, ...window },
  });
  chain.channels = out;
}

/** Overlapping max-pooling (Krizhevsky et al. 2012, §3.4). */
function pool(chain: LayerChain, name: string): void {
  chain.append(name, 'maxPool2d', { attributes: { kernel: 3, stride: 2, padding: 0 } });
}
