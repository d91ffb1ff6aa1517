import { isKind, type Architecture, type Initialisation } from '../../model/layer';

type Rules = readonly (readonly [kind: 'conv2d' | 'batchNorm2d' | 'linear', lines: readonly string[]])[];

const kaimingNormal = 'nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")';
const small = 'nn.init.normal_(module.weight, std=0.01)';
const noBias = 'nn.init.zeros_(module.bias)';
const batchNorm = ['batchNorm2d', ['nn.init.ones_(module.weight)', noBias]] as const;

/** How modules start, by whose rule; what is left out starts from PyTorch's default, as it does here. */
const rules: Readonly<Record<Initialisation, Rules>> = {
  resnet: [['conv2d', [kaimingNormal]], batchNorm],
  vgg: [['conv2d', [kaimingNormal, noBias]], batchNorm, ['linear', [small, noBias]]],
  default: [],
  'alexnet-2012': [
    ['conv2d', [small, noBias]],
    ['linear', [small, 'nn.init.ones_(module.bias)']],
  ],
};

const classes = { conv2d: 'nn.Conv2d', batchNorm2d: 'nn.BatchNorm2d', linear: 'nn.Linear' } as const;

/** The statements of the network's constructor that give its modules their first values; none where PyTorch's own are meant. */
export function initialisationLines({ initialisation = 'resnet', layers }: Architecture): readonly string[] {
  const own = rules[initialisation].filter(([kind]) => layers.some((layer) => isKind(layer, kind)));
  if (own.length === 0) return [];
  const tests = own.flatMap(([kind, lines], index) => [
    `    ${index === 0 ? 'if' : 'elif'} isinstance(module, ${classes[kind]}):`,
    ...lines.map((line) => `        ${line}`),
  ]);
  return ['for module in self.modules():', ...tests];
}
