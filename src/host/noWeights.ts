import { UserError } from '../protocol/userError';
import type { WeightsHandlers } from './viewSession';

/** Refuses whatever is asked of weights, in one sentence. */
export function noWeights(sentence: string): WeightsHandlers {
  const refuse = (): Promise<never> => Promise.reject(new UserError(sentence));
  return { measureWeights: refuse, filterImages: refuse, testImages: refuse, featureMaps: refuse };
}
