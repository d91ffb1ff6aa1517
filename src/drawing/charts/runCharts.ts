import { measured, percent } from '../../protocol/format';
import type { EpochResult } from '../../protocol/run';
import type { RunSnapshot } from '../../protocol/viewContract';
import type { Chart } from './chartSvg';

/** A run's charts: loss, accuracy, gradient norm where it was measured, learning rate and throughput. */
export function runCharts({ steps, epochs }: Pick<RunSnapshot, 'steps' | 'epochs'>): readonly Chart[] {
  const test = (of: (epoch: EpochResult) => number): Chart['epochs'] => ({
    name: 'test',
    colour: 'scaled',
    points: epochs.map((epoch) => [epoch.step, of(epoch)] as const),
  });
  const training = (values: Float32Array): Chart['steps'] => ({ name: 'training', values, colour: 'identity' });
  const untested: Chart['epochs'] = { name: 'test', colour: 'scaled', points: [] };
  const ofSteps = (values: Float32Array, name: string): Pick<Chart, 'steps' | 'epochs'> => ({
    steps: { name, values, colour: 'padded' },
    epochs: untested,
  });
  const norm = { title: 'Gradient norm', ...ofSteps(steps.gradientNorm, 'step'), format: measured };
  return [
    { title: 'Loss', steps: training(steps.loss), epochs: test(({ testLoss }) => testLoss), format: measured },
    {
      title: 'Accuracy',
      steps: training(steps.accuracy),
      epochs: test(({ testAccuracy }) => testAccuracy),
      format: percent,
    },
    ...(steps.gradientNorm.some(Number.isFinite) ? [norm] : []),
    { title: 'Learning rate', ...ofSteps(steps.learningRate, 'rate'), format: measured },
    { title: 'Images a second', ...ofSteps(steps.imagesPerSecond, 'step'), format: measured },
  ];
}
