import type { ResNetPlan } from './resnet';

/** Blocks of each stage by the layers that a name counts: He et al. 2015, Table 1; He et al. 2016, Table 5 (200); timm (10, 14, 26, 269). */
export const blocksByDepth: Readonly<Record<string, Pick<ResNetPlan, 'block' | 'depths'>>> = {
  '10': { block: 'basic', depths: [1, 1, 1, 1] },
  '14': { block: 'bottleneck', depths: [1, 1, 1, 1] },
  '18': { block: 'basic', depths: [2, 2, 2, 2] },
  '26': { block: 'bottleneck', depths: [2, 2, 2, 2] },
  '34': { block: 'basic', depths: [3, 4, 6, 3] },
  '50': { block: 'bottleneck', depths: [3, 4, 6, 3] },
  '101': { block: 'bottleneck', depths: [3, 4, 23, 3] },
  '152': { block: 'bottleneck', depths: [3, 8, 36, 3] },
  '200': { block: 'bottleneck', depths: [3, 24, 36, 3] },
  '269': { block: 'bottleneck', depths: [3, 30, 48, 8] },
};
