import type { Architecture } from '../model/layer';
import { buildArchitecture } from './checkTrainOptions';
import { expectedClasses } from './cifar10';
import type { TrainOptions } from './run';

/** The network that a run trains, known before its worker is up; a sentence where there is no such network. */
export function plannedNetwork(options: TrainOptions, classes: number = expectedClasses(options)): Architecture {
  return buildArchitecture(options, classes);
}
