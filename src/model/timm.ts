import { blocksByDepth } from './blocksByDepth';
import type { ResNetPlan } from './resnet';

type Numbers = Pick<ResNetPlan, 'block' | 'depths' | 'stem' | 'stemWidth' | 'stemInner' | 'shortcut' | 'squeeze'>;

/** Stem and shortcuts by the letter behind that number: C and D of He et al. 2019, S of GluonCV, T of timm. */
const letters: Readonly<Record<string, Omit<Numbers, 'block' | 'depths'>>> = {
  '': { stem: 'imagenet', shortcut: 'B' },
  c: { stem: 'deep', shortcut: 'B' },
  d: { stem: 'deep', shortcut: 'D' },
  s: { stem: 'deep', stemWidth: 128, shortcut: 'B' },
  t: { stem: 'deep', stemInner: [24, 32], shortcut: 'D' },
};

/** timm's ResNets of these parts that are not torchvision's too. */
export const timmNames = ['resnet10t', 'resnet14t', 'resnet18d', 'resnet26', 'resnet26d', 'resnet26t', 'resnet34d', 'resnet50c', 'resnet50d', 'resnet50s', 'resnet50t', 'resnet101c', 'resnet101d', 'resnet101s', 'resnet152c', 'resnet152d', 'resnet152s', 'resnet200', 'resnet200d', 'seresnet50', 'seresnet50t', 'seresnet101', 'seresnet152', 'seresnet152d', 'seresnet200d', 'seresnet269d'] as const; // prettier-ignore

/** What such a name stands for. */
export function timmNumbers(name: string): Numbers | undefined {
  if (!timmNames.some((known) => known === name)) return undefined;
  const { se, depth = '', letter = '' } = /^(?<se>se)?resnet(?<depth>\d+)(?<letter>\w?)$/.exec(name)?.groups ?? {};
  const [blocks, parts] = [blocksByDepth[depth], letters[letter]];
  if (blocks === undefined || parts === undefined) return undefined;
  return { ...blocks, ...parts, ...(se === undefined ? {} : { squeeze: 16 }) };
}
