import type { Initialisation } from '../model/layer';
import type { Random } from './data/random';

/** Gives a tensor's first values one after the other. */
export type Start = () => number;

/** What rules know of the layer that they start. */
export interface Started {
  /** Products that one output, or one input, takes part in, as PyTorch counts them: fan-out takes no notice of groups. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Whether the layer gives the logits. */
  readonly isLast: boolean;
  readonly random: Random;
}

type Rule = (layer: Started) => Start;

interface Rules {
  readonly weight: Rule;
  readonly bias: Rule;
}

/** N(0, 2 / fan-out): He et al. 2015 ("Delving Deep into Rectifiers", §2.2). */
const kaimingNormal: Rule = ({ fanOut, random }) => {
  const deviation = Math.sqrt(2 / fanOut);
  return () => deviation * random.normal();
};

/** U(±1/√fan-in): PyTorch's default, kaiming_uniform_ with a = √5 for weights. */
const byFanIn: Rule = ({ fanIn, random }) => {
  const bound = 1 / Math.sqrt(fanIn);
  return () => bound * (2 * random.uniform() - 1);
};

/** N(0, 0.01²). */
const small: Rule =
  ({ random }) =>
  () =>
    0.01 * random.normal();

const zero: Rule = () => () => 0;

const oneUnlessLast: Rule =
  ({ isLast }) =>
  () =>
    isLast ? 0 : 1;

/** How layers with weights start, by whose rule. */
export const initialisations: Readonly<Record<Initialisation, Readonly<Record<'conv2d' | 'linear', Rules>>>> = {
  resnet: { conv2d: { weight: kaimingNormal, bias: byFanIn }, linear: { weight: byFanIn, bias: byFanIn } },
  vgg: { conv2d: { weight: kaimingNormal, bias: zero }, linear: { weight: small, bias: zero } },
  default: { conv2d: { weight: byFanIn, bias: byFanIn }, linear: { weight: byFanIn, bias: byFanIn } },
  /** Convolutions whose biases start from 1 say so themselves. */
  'alexnet-2012': { conv2d: { weight: small, bias: zero }, linear: { weight: small, bias: oneUnlessLast } },
};
