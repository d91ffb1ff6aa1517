import type { EpochResult, LiveMetrics, RunEvent, RunStart, StepSeries } from '../../protocol/run';

/** Numbers of one step, by TensorBoard's tags. */
export interface StepScalars {
  readonly step: number;
  readonly scalars: Readonly<Record<string, number>>;
}

/** What of an event TensorBoard is shown. */
export function runScalars(event: RunEvent, blocks: readonly BlockRows[]): readonly StepScalars[] {
  if (event.type === 'epoch') return [epochScalars(event)];
  return event.type === 'steps' ? stepScalars(event, blocks) : [];
}

/** A block and the rows of its tensors in the live metrics. */
export interface BlockRows {
  readonly block: string;
  readonly rows: readonly number[];
}

export function blockRows({ blocks, tensors }: Pick<RunStart, 'blocks' | 'tensors'>): readonly BlockRows[] {
  return blocks.map((block) => {
    const rows = tensors.flatMap((tensor, row) => (tensor.startsWith(`${block}.`) ? [row] : []));
    return { block, rows };
  });
}

function stepScalars(series: StepSeries, blocks: readonly BlockRows[]): readonly StepScalars[] {
  const { first, live } = series;
  return Array.from(series.loss, (_, row) => ({
    step: first + row,
    scalars: {
      'train/loss': series.loss[row] ?? Number.NaN,
      'train/accuracy': series.accuracy[row] ?? Number.NaN,
      learning_rate: series.learningRate[row] ?? Number.NaN,
      'throughput/images_per_second': series.imagesPerSecond[row] ?? Number.NaN,
      ...(live?.step === first + row ? gradientNorms(live, blocks) : {}),
    },
  }));
}

/** L2 norm over the tensors of each block. */
function gradientNorms({ gradientNorm }: LiveMetrics, blocks: readonly BlockRows[]): Readonly<Record<string, number>> {
  const norms = blocks.map(({ block, rows }) => {
    const known = rows.map((row) => gradientNorm[row] ?? Number.NaN).filter((norm) => !Number.isNaN(norm));
    return [`gradient_norm/${block}`, known.length === 0 ? Number.NaN : Math.hypot(...known)] as const;
  });
  return Object.fromEntries(norms);
}

/** At the epoch's last step, so that training and test share an axis. */
function epochScalars({ step, epoch, testLoss, testAccuracy }: EpochResult): StepScalars {
  return { step, scalars: { 'test/loss': testLoss, 'test/accuracy': testAccuracy, epoch } };
}
