import { UserError } from '../protocol/userError';

/** Where a step stopped being numbers: the first in the network's order of each, if any. */
export interface NotFinite {
  /** A parameter whose gradient is not finite. */
  readonly gradient?: string | undefined;
  /** A buffer whose new value is not finite. */
  readonly statistics?: string | undefined;
}

/** What is told of a loss that is no number. */
export function notFiniteLoss(loss: number, { gradient, statistics }: NotFinite): UserError {
  return new UserError(`the loss became ${loss} and ${place({ gradient, statistics })}; lower the learning rate or check the data.`); // prettier-ignore
}

function place({ gradient, statistics }: NotFinite): string {
  const layer = (tensor: string): string => `"${tensor.replace(/\.[^.]+$/, '')}"`;
  if (gradient !== undefined) return `the first layer whose gradient was not finite is ${layer(gradient)}`;
  if (statistics !== undefined) return `the first layer whose statistics were not finite is ${layer(statistics)}`;
  return 'every gradient was still finite';
}
