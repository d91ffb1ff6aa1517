import type { TrainOptions } from './run';

/** The classes of CIFAR-10, in the order of its labels. */
export const standardClasses: readonly string[] = [
  ...['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
];

/** The classes of the images inside the product. */
export const embeddedClasses: readonly string[] = ['airplane', 'bird'];

/** How many classes a run of these options has, as far as that is known before its data is opened. */
export function expectedClasses({ classes, data }: Pick<TrainOptions, 'classes' | 'data'>): number {
  return classes?.length ?? (data === 'embedded' ? embeddedClasses.length : standardClasses.length);
}
