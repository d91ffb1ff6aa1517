import { UserError } from '../protocol/userError';

/** What is told of a loss that is no number; `parameter`: the first in the network's order whose gradient is not finite. */
export function notFiniteLoss(loss: number, parameter: string | undefined): UserError {
  const where =
    parameter === undefined
      ? 'every gradient was still finite'
      : `the first layer whose gradient was not finite is "${parameter.replace(/\.[^.]+$/, '')}"`;
  return new UserError(`the loss became ${loss} and ${where}; lower the learning rate or check the data.`);
}
