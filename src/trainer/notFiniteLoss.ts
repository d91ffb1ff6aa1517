import { faultPlace, layerOf, type RunFault } from '../protocol/runFault';
import { UserError } from '../protocol/userError';
import type { StepPlace } from './stepBuffer';

/** Where a step stopped being numbers, if it is known. */
export interface NotFinite {
  /** The first parameter, from the head backwards, whose gradient is not finite. */
  readonly gradient?: string | undefined;
  /** The first buffer, in the network's order, whose new value is not finite. */
  readonly statistics?: string | undefined;
}

type Place = Pick<RunFault, 'kind' | 'layer'>;

/** A step's loss is no number. */
export class NotFiniteLoss extends UserError {
  constructor(
    message: string,
    private readonly place: Place | undefined,
    private readonly step = 0,
  ) {
    super(message);
  }

  /** What began it, once the step is known. */
  get fault(): RunFault | undefined {
    return this.place === undefined ? undefined : { ...this.place, step: this.step };
  }

  /** The same failure with its place in the run. */
  at({ step }: StepPlace, message: string): NotFiniteLoss {
    return new NotFiniteLoss(message, this.place, step);
  }
}

/** What is told of a loss that is no number: the forward pass comes first, so where its statistics broke down it began there. */
export function notFiniteLoss(loss: number, found: NotFinite): NotFiniteLoss {
  const place = placeOf(found);
  const where = place === undefined ? 'every gradient was still finite' : faultPlace(place);
  return new NotFiniteLoss(`the loss became ${loss} and ${where}; lower the learning rate or check the data.`, place);
}

function placeOf({ gradient, statistics }: NotFinite): Place | undefined {
  if (statistics !== undefined) return { kind: 'statistics', layer: layerOf(statistics) };
  return gradient === undefined ? undefined : { kind: 'gradient', layer: layerOf(gradient) };
}
