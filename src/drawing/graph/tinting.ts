import { blocksOf } from '../../model/outline';
import { faultSentence, type RunFault } from '../../protocol/runFault';
import { isActive } from '../../protocol/isActive';
import type { Tint, Wearer } from './tint';
import { enclosing } from './enclosing';
import { numbersOf, type SubjectNumbers } from './liveNumbers';
import { metricNames, metrics, type MetricName } from './metric';
import type { Network, Subject } from './network';
import { shade, type Ground } from './palette';
import type { RunProgress } from './runProgress';
import { scaleOf, shownRange, type TintLook } from './tintLook';
import { extent, nextRange, spanOf, tintScales, type Range } from './tintScale';

/**
 * Colours by a metric, on a range that stays calm while a run goes on; a new run starts a new range. A run that is over has
 * the range of its last numbers, so that it looks the same whenever it is shown again.
 */
export class Tinting {
  #network: Network | undefined;
  #progress: RunProgress | undefined;
  #owner = '';
  #ranges = new Map<MetricName, Range>();
  #numbers = new Map<string, SubjectNumbers>();
  #sharing: Tinting | undefined;

  /** Takes in a run's newest numbers. */
  update(network: Network, progress: RunProgress | undefined): void {
    const status = progress?.status;
    const goesOn = status !== undefined && isActive(status);
    const owner = `${network.architecture.name} ${status?.id ?? ''} ${String(goesOn)}`;
    if (owner !== this.#owner) this.#ranges = new Map();
    this.#owner = owner;
    this.#network = network;
    this.#progress = progress;
    this.#numbers = new Map();
    for (const metric of metricNames) this.#stretch(metric, network);
  }

  /** From now on both colour on one range, that of the values of both. */
  shareRanges(other: Tinting): void {
    this.#sharing = other;
    other.#sharing = this;
  }

  /** The range of a look's metric as the legend shows it. */
  range(look: TintLook): Range | undefined {
    const other = this.#sharing;
    const exact = spanOf(
      this.#ranges.get(look.metric),
      other === undefined ? undefined : other.#ranges.get(look.metric),
    );
    return shownRange(look, exact);
  }

  /** The tint of something that is drawn of the network that was last taken in. */
  tint(wearer: Wearer, look: TintLook, ground: Ground): Tint | undefined {
    const found = this.place(wearer, look);
    if (found === undefined) return undefined;
    return { shade: found.at === undefined ? undefined : shade(found.at, ground), value: found.value };
  }

  /** Where on a look's scale something is, 0…1, and its number in words; no place for values like 0 that have no logarithm. */
  place(wearer: Wearer, look: TintLook): { readonly at: number | undefined; readonly value: string } | undefined {
    const range = this.range(look);
    const value = this.#value(wearer, look.metric);
    if (range === undefined || Number.isNaN(value)) return undefined;
    const text = look.values ? metrics[look.metric].format(value) : '';
    return { at: tintScales[scaleOf(look).kind].position(value, range), value: text };
  }

  /** Where the run's numbers stopped being sound. */
  fault(): RunFault | undefined {
    return this.#progress?.status.fault;
  }

  /** Ids of what the fault's layer may be drawn as, the innermost first. */
  faultPlaces(): readonly string[] {
    const fault = this.fault();
    return fault === undefined || this.#network === undefined ? [] : enclosing(fault.layer, this.#network);
  }

  /** The fault in a sentence for a subject that has the layer; else nothing. */
  faultOf({ layers }: Subject): string {
    const fault = this.fault();
    return fault !== undefined && layers.some(({ layer }) => layer.name === fault.layer) ? faultSentence(fault) : '';
  }

  /** What training last told of a subject. */
  numbers(subject: Subject): SubjectNumbers | undefined {
    const { live, rows } = this.#progress ?? {};
    if (live === undefined || rows === undefined) return undefined;
    const found = this.#numbers.get(subject.id) ?? numbersOf(subject, live, rows);
    this.#numbers.set(subject.id, found);
    return found;
  }

  #value({ subject: id = '', shortcutOf = '' }: Wearer, metric: MetricName): number {
    const { of, carried } = metrics[metric];
    const block = this.#network?.subjects.get(shortcutOf);
    if (block !== undefined && carried !== undefined) return carried(this.numbers(block));
    const subject = this.#network?.subjects.get(id);
    return subject === undefined ? NaN : of(subject, this.numbers(subject));
  }

  #stretch(metric: MetricName, network: Network): void {
    const { of, carried } = metrics[metric];
    const values = spanning(network, metric).flatMap((subject) => {
      const numbers = this.numbers(subject);
      return [of(subject, numbers), carried?.(numbers) ?? NaN];
    });
    const next = nextRange(this.#ranges.get(metric), extent(values));
    if (next !== undefined) this.#ranges.set(metric, next);
  }
}

/** The subjects whose values span the palette: the blocks; of what training tells, the stem and head as well. */
function spanning({ outline, subjects }: Network, metric: MetricName): Subject[] {
  const blocks = blocksOf(outline).map(({ name }) => name);
  const ids = blocks.length === 0 || metrics[metric].live ? ['stem', ...blocks, 'head'] : blocks;
  return ids.flatMap((id) => subjects.get(id) ?? []);
}
