import type { Tint } from './drawing';
import { numbersOf, type SubjectNumbers } from './liveNumbers';
import { metrics, type MetricName } from './metric';
import type { Network, Subject } from './network';
import { shade, type Ground } from './palette';
import type { RunProgress } from './runProgress';
import { extent, nextRange, position, roundedRange, type Range } from './tintScale';

/** Colours by the chosen metric, on a range that stays calm while a run goes on. */
export interface Tinting {
  /** Takes in a run's newest numbers; a new run starts a new range. */
  update(network: Network, progress: RunProgress | undefined): void;
  /** The range of a metric as the legend shows it. */
  range(metric: MetricName): Range | undefined;
  tint(subject: Subject, metric: MetricName, ground: Ground): Tint | undefined;
  numbers(subject: Subject): SubjectNumbers | undefined;
}

export function createTinting(): Tinting {
  let progress: RunProgress | undefined;
  let owner = '';
  let ranges = new Map<MetricName, Range>();
  let known = new Map<string, SubjectNumbers>();

  function numbers(subject: Subject): SubjectNumbers | undefined {
    const { live, rows } = progress ?? {};
    if (live === undefined || rows === undefined) return undefined;
    const found = known.get(subject.id) ?? numbersOf(subject, live, rows);
    known.set(subject.id, found);
    return found;
  }

  function update(network: Network, news: RunProgress | undefined): void {
    const now = `${network.architecture.name} ${news?.status.id ?? ''}`;
    if (now !== owner) ranges = new Map();
    owner = now;
    progress = news;
    known = new Map();
    for (const metric of ['gradientNorm', 'branchRatio', 'params', 'macs'] as const) {
      const values = cardsOf(network, metric).map((subject) => metrics[metric].of(subject, numbers(subject)));
      const next = nextRange(ranges.get(metric), extent(values));
      if (next !== undefined) ranges.set(metric, next);
    }
  }

  function range(metric: MetricName): Range | undefined {
    const exact = ranges.get(metric);
    return exact === undefined ? undefined : roundedRange(exact);
  }

  return {
    update,
    range,
    numbers,
    tint: (subject, metric, ground) => {
      const ends = range(metric);
      const value = metrics[metric].of(subject, numbers(subject));
      if (ends === undefined || Number.isNaN(value)) return undefined;
      const at = position(value, ends);
      return { shade: at === undefined ? undefined : shade(at, ground), value: metrics[metric].format(value) };
    },
  };
}

/** The subjects whose values span the palette: the blocks; of what training tells, the stem and head as well. */
function cardsOf({ outline, subjects }: Network, metric: MetricName): Subject[] {
  const blocks = outline.stages.flatMap((stage) => stage.blocks.map((block) => block.name));
  const ids = blocks.length === 0 || metrics[metric].live ? ['stem', ...blocks, 'head'] : blocks;
  return ids.flatMap((id) => subjects.get(id) ?? []);
}
