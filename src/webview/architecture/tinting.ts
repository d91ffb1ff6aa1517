import type { Tint } from './drawing';
import { numbersOf, type SubjectNumbers } from './liveNumbers';
import { metricNames, metrics, type MetricName } from './metric';
import type { Network, Subject } from './network';
import { shade, type Ground } from './palette';
import type { RunProgress } from './runProgress';
import { extent, nextRange, position, roundedRange, type Range } from './tintScale';

/**
 * Colours by a metric, on a range that stays calm while a run goes on; a new run starts a new range. A run that is over has
 * the range of its last numbers, so that it looks the same whenever it is shown again.
 */
export class Tinting {
  #progress: RunProgress | undefined;
  #owner = '';
  #ranges = new Map<MetricName, Range>();
  #numbers = new Map<string, SubjectNumbers>();

  /** Takes in a run's newest numbers. */
  update(network: Network, progress: RunProgress | undefined): void {
    const { id = '', state = '' } = progress?.status ?? {};
    const settled = state !== 'starting' && state !== 'running';
    const owner = `${network.architecture.name} ${id} ${String(settled)}`;
    if (owner !== this.#owner) this.#ranges = new Map();
    this.#owner = owner;
    this.#progress = progress;
    this.#numbers = new Map();
    for (const metric of metricNames) this.#stretch(metric, network);
  }

  /** The range of a metric as the legend shows it. */
  range(metric: MetricName): Range | undefined {
    const exact = this.#ranges.get(metric);
    return exact === undefined ? undefined : roundedRange(exact);
  }

  tint(subject: Subject, metric: MetricName, ground: Ground): Tint | undefined {
    const range = this.range(metric);
    const value = metrics[metric].of(subject, this.numbers(subject));
    if (range === undefined || Number.isNaN(value)) return undefined;
    const at = position(value, range);
    return { shade: at === undefined ? undefined : shade(at, ground), value: metrics[metric].format(value) };
  }

  /** What training last told of a subject. */
  numbers(subject: Subject): SubjectNumbers | undefined {
    const { live, rows } = this.#progress ?? {};
    if (live === undefined || rows === undefined) return undefined;
    const found = this.#numbers.get(subject.id) ?? numbersOf(subject, live, rows);
    this.#numbers.set(subject.id, found);
    return found;
  }

  #stretch(metric: MetricName, network: Network): void {
    const values = spanning(network, metric).map((subject) => metrics[metric].of(subject, this.numbers(subject)));
    const next = nextRange(this.#ranges.get(metric), extent(values));
    if (next !== undefined) this.#ranges.set(metric, next);
  }
}

/** The subjects whose values span the palette: the blocks; of what training tells, the stem and head as well. */
function spanning({ outline, subjects }: Network, metric: MetricName): Subject[] {
  const blocks = outline.stages.flatMap((stage) => stage.blocks.map((block) => block.name));
  const ids = blocks.length === 0 || metrics[metric].live ? ['stem', ...blocks, 'head'] : blocks;
  return ids.flatMap((id) => subjects.get(id) ?? []);
}
