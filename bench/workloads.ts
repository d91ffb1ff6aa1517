/** A network and how it is trained; both sides of a comparison get the same one. */
export interface Workload {
  readonly title: string;
  /** A preset's name. */
  readonly model: string;
  /** C×H×W */
  readonly input: readonly [number, number, number];
  readonly classes: number;
  readonly batch: number;
  /** Adam 0.001, or SGD 0.1 with momentum 0.9 and weight decay 1e-4. */
  readonly optimizer: 'adam' | 'sgd';
  /** Left out: float32. */
  readonly precision?: 'float32' | 'bfloat16';
  /** Images cut and mirrored by chance, gathered from those that the network keeps: on our side alone. */
  readonly augmented?: boolean;
}

/** The worked example's. */
export const resnet34: Workload = {
  title: 'ResNet-34, 3×32×32, 2 classes, batch 64, Adam',
  model: 'resnet34',
  input: [3, 32, 32],
  classes: 2,
  batch: 64,
  optimizer: 'adam',
};

/** He et al. 2015, §4.2. */
export const cifarResnet20: Workload = {
  title: 'ResNet-20 for CIFAR, 3×32×32, 10 classes, batch 128, SGD',
  model: 'resnet20-cifar',
  input: [3, 32, 32],
  classes: 10,
  batch: 128,
  optimizer: 'sgd',
};

export const cifarResnet56: Workload = {
  ...cifarResnet20,
  title: 'ResNet-56 for CIFAR, 3×32×32, 10 classes, batch 128, SGD',
  model: 'resnet56-cifar',
};

export const resnet50: Workload = {
  title: 'ResNet-50, 3×224×224, 1000 classes, batch 8, Adam',
  model: 'resnet50',
  input: [3, 224, 224],
  classes: 1000,
  batch: 8,
  optimizer: 'adam',
};

export const resnet152: Workload = {
  ...resnet50,
  title: 'ResNet-152, 3×224×224, 1000 classes, Adam',
  model: 'resnet152',
};
