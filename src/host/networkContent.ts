import { buildArchitecture } from '../protocol/checkTrainOptions';
import type { ViewContent } from './viewSession';

/** A preset as its paper has it, to look at; a sentence where there is no such network. */
export function networkContent(model: string): ViewContent {
  const architecture = buildArchitecture({ model }, undefined, 'own');
  return { architecture: { architecture, title: model } };
}
