import { existsSync } from 'node:fs';
import { cifar10Folder } from './data/cifar10Layout';

/** What `auto` stands for: CIFAR-10 where it is in the cache, else the embedded subset. */
export function chosenData(data: string, home: string): string {
  if (data !== 'auto') return data;
  return existsSync(cifar10Folder(home)) ? 'cifar10' : 'embedded';
}
