import { resnet, type ResNetPlan } from '../../src/model/resnet';

const plan: Omit<ResNetPlan, 'input'> = {
  name: 'small',
  classes: 4,
  block: 'basic',
  depths: [1, 1, 1],
  widths: [4, 6, 8],
  stem: 'cifar',
  shortcut: 'B',
  bias: true,
};

/** Sees images of 12×10, 6×5 and 3×3. */
export const smallNetwork = resnet({ ...plan, input: [3, 12, 10] });

/** Sees images of one pixel in the end, where most of a filter's taps meet nothing. */
export const pixelNetwork = resnet({ ...plan, input: [3, 4, 4], shortcut: 'A' });
