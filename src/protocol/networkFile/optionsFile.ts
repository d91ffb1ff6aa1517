import type { RunStart, TrainOptions } from '../run';
import { stepOfWord, stepWords, type StepChoice } from '../recipe';
import { given } from '../spelledNetwork';
import type { NetworkFileInput } from './networkFileSchema';

/** The name under which a run's folder has it. */
export const runFileName = 'network.resnet.json';

/** The file that repeats a run: of what the options left to the machine, what the run's start tells; paths as they are. */
export function optionsFile(options: TrainOptions, start: RunStart | undefined): NetworkFileInput {
  return { network: networkOf(options), data: dataOf(options, start), training: trainingOf(options, start) };
}

function networkOf(options: TrainOptions): NetworkFileInput['network'] {
  const { model, network, plain, bias, shortcut, order, gateBias, squeezeExcitation, survival } = options;
  const changes = { shortcut, order, gateBias, squeezeExcitation, survival };
  const flags = { ...(plain ? { plain } : {}), ...(bias ? { bias } : {}) };
  if (network === undefined) return { preset: model, ...flags, ...given(changes) };
  const { stages, stemInner, ...parts } = network;
  return {
    ...{ name: model, ...given(parts) },
    ...(stemInner === undefined ? {} : { stemInner: [...stemInner] satisfies [number, number] }),
    stages: stages.map((stage) => ({ ...stage })),
    ...flags,
    ...given(changes),
  };
}

function dataOf(options: TrainOptions, start: RunStart | undefined): NetworkFileInput['data'] {
  const { data, limitTrain, limitTest, randomCrop, randomHorizontalFlip } = options;
  const classes = start?.classes ?? options.classes;
  return {
    source: start?.data ?? data,
    classes: classes === undefined ? 'all' : [...classes],
    ...given({ limitTrain, limitTest, randomCrop, randomHorizontalFlip }),
  };
}

function trainingOf(options: TrainOptions, start: RunStart | undefined): NetworkFileInput['training'] {
  const { epochs, batchSize, optimizer, learningRate, momentum, weightDecay } = options;
  const { lrScheduler, lrStepSize, lrGamma, lrWarmupEpochs, lrWarmupDecay, labelSmoothing, precision } = options;
  const { earlyStopping, earlyStoppingMetric } = options;
  const { seed, weights, newHead, liveMetrics, metricsEvery } = options;
  return {
    ...{ epochs, batchSize, optimizer, learningRate, momentum, weightDecay },
    ...{ lrScheduler, lrStepSize, lrGamma, lrWarmupEpochs, lrWarmupDecay, labelSmoothing, precision, seed },
    ...(earlyStopping === 0 ? {} : { earlyStopping, earlyStoppingMetric }),
    engine: start?.engine ?? options.engine,
    step: wordOfStep(start?.step ?? options.step),
    ...given({ weights, newHead, liveMetrics, metricsEvery }),
  };
}

function wordOfStep(step: StepChoice): (typeof stepWords)[number] {
  return stepWords.find((word) => stepOfWord[word] === step) ?? 'auto';
}
