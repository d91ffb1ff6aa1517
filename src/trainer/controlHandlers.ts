import { checkNumber } from '../protocol/checkTrainOptions';
import type { Handlers } from '../protocol/channel';
import type { TrainerSide } from '../protocol/trainerContract';
import { UserError } from '../protocol/userError';
import { TrainingControl } from './trainingControl';

/** The control of the run that goes on in this worker. */
export class GoingRun {
  #control: TrainingControl | undefined;

  /** Throws a sentence where none goes on. */
  get control(): TrainingControl {
    if (this.#control === undefined) throw new UserError('No run goes on that could be changed.');
    return this.#control;
  }

  async during<T>(run: (control: TrainingControl) => Promise<T>): Promise<T> {
    const control = new TrainingControl();
    this.#control = control;
    try {
      return await run(control);
    } finally {
      if (this.#control === control) this.#control = undefined;
    }
  }
}

type ControlRequest = 'pause' | 'resume' | 'setLearningRate' | 'stopAfterEpoch';

/** Answers to what changes the run that goes on. */
export function controlHandlers(going: GoingRun): Pick<Handlers<TrainerSide>, ControlRequest> {
  const answer = (change: (control: TrainingControl) => void) => (): null => {
    change(going.control);
    return null;
  };
  return {
    pause: answer((control) => control.order({ paused: true })),
    resume: answer((control) => control.order({ paused: false })),
    setLearningRate: ({ learningRate }) => {
      checkNumber('learningRate', learningRate);
      return answer((control) => control.setLearningRate(learningRate))();
    },
    stopAfterEpoch: answer((control) => control.order({ stopsAfterEpoch: true })),
  };
}
