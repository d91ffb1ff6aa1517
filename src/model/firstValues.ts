import { elements, isKind, type Architecture, type Initialisation, type Layer, type Shape } from './layer';
import { tensorsOf, type TensorSpec } from './tensorRules';

/** What a tensor's values are drawn from before training. */
export interface FirstValues {
  /** Normal around 0, uniform from −`size` to `size`, or all the same. */
  readonly type: 'normal' | 'uniform' | 'constant';
  /** The deviation, the bound, or the value. */
  readonly size: number;
  /** What gives the size, `√(2 / fan-out), fan-out 576`; empty where it is a number by itself. */
  readonly rule: string;
}

/** What rules know of the layer that they start. */
interface Started {
  /** Products that one output, or one input, takes part in, as PyTorch counts them: fan-out takes no notice of groups. */
  readonly fanIn: number;
  readonly fanOut: number;
  /** Whether the layer gives the logits. */
  readonly isLast: boolean;
}

type Rule = (layer: Started) => FirstValues;

interface Rules {
  readonly weight: Rule;
  readonly bias: Rule;
}

/** N(0, 2 / fan-out): He et al. 2015 ("Delving Deep into Rectifiers", §2.2). */
const kaimingNormal: Rule = ({ fanOut }) => ({
  type: 'normal',
  size: Math.sqrt(2 / fanOut),
  rule: `√(2 / fan-out), fan-out ${fanOut}`,
});

/** U(±1/√fan-in): PyTorch's default, kaiming_uniform_ with a = √5 for weights. */
const byFanIn: Rule = ({ fanIn }) => ({
  type: 'uniform',
  size: 1 / Math.sqrt(fanIn),
  rule: `1 / √fan-in, fan-in ${fanIn}`,
});

const small: Rule = () => ({ type: 'normal', size: 0.01, rule: '' });

const constant = (value: number): FirstValues => ({ type: 'constant', size: value, rule: '' });

const zero: Rule = () => constant(0);

const oneUnlessLast: Rule = ({ isLast }) => constant(isLast ? 0 : 1);

/** How layers with weights start, by whose rule. */
const rules: Readonly<Record<Initialisation, Readonly<Record<'conv2d' | 'linear', Rules>>>> = {
  resnet: { conv2d: { weight: kaimingNormal, bias: byFanIn }, linear: { weight: byFanIn, bias: byFanIn } },
  vgg: { conv2d: { weight: kaimingNormal, bias: zero }, linear: { weight: small, bias: zero } },
  default: { conv2d: { weight: byFanIn, bias: byFanIn }, linear: { weight: byFanIn, bias: byFanIn } },
  /** Convolutions whose biases start from 1 say so themselves. */
  'alexnet-2012': { conv2d: { weight: small, bias: zero }, linear: { weight: small, bias: oneUnlessLast } },
};

/** How a layer's tensor starts; the bias and statistics of a batch norm from 0, its weight and variance from 1. */
export function firstValues({ name }: TensorSpec, layer: Layer, architecture: Architecture): FirstValues {
  const own = rules[architecture.initialisation ?? 'resnet'];
  const which = name.endsWith('.bias') ? 'bias' : 'weight';
  const started = {
    ...fansOf(tensorsOf(layer)[0]?.shape ?? []),
    isLast: layer.name === architecture.layers.at(-1)?.name,
  };
  if (isKind(layer, 'linear')) return own.linear[which](started);
  if (!isKind(layer, 'conv2d')) return constant(/\.(weight|running_var)$/.test(name) ? 1 : 0);
  const { initialBias } = layer.attributes;
  return which === 'bias' && initialBias !== undefined ? constant(initialBias) : own.conv2d[which](started);
}

/** torch.nn.init's, of a weight [out, in / groups, k, k] or [out, in]. */
function fansOf([out = 0, inputs = 0, ...kernel]: Shape): Pick<Started, 'fanIn' | 'fanOut'> {
  const field = elements(kernel);
  return { fanIn: inputs * field, fanOut: out * field };
}
