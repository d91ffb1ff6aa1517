import type { RunDelta } from '../../protocol/viewContract';
import type { TintOf } from '../../drawing/graph/tint';
import type { SubjectNumbers } from '../../drawing/graph/liveNumbers';
import type { Network, Subject } from '../../drawing/graph/network';
import type { Ground } from '../../drawing/graph/palette';
import { nextProgress, type RunProgress } from '../../drawing/graph/runProgress';
import { Tinting } from '../../drawing/graph/tinting';
import type { TintLook } from '../../drawing/graph/tintLook';
import type { Range } from '../../drawing/graph/tintScale';
import { forBoth, sides, type Both } from './side';

/** The colours of two networks, each by its own run, on one range. */
export class PairTinting {
  readonly #tintings = forBoth(() => new Tinting());
  #networks: Both<Network> | undefined;
  #progress: Both<RunProgress | undefined> = { left: undefined, right: undefined };

  constructor() {
    this.#tintings.left.shareRanges(this.#tintings.right);
  }

  /** Other networks, of which nothing is known yet. */
  begin(networks: Both<Network>): void {
    this.#networks = networks;
    this.#progress = { left: undefined, right: undefined };
    this.update({});
  }

  /** Takes in where the runs are. */
  update(runs: Partial<Both<RunDelta | undefined>>): void {
    this.#progress = forBoth((side) => {
      const news = runs[side];
      return news === undefined ? this.#progress[side] : nextProgress(this.#progress[side], news);
    });
    if (this.#networks === undefined) return;
    for (const side of sides) this.#tintings[side].update(this.#networks[side], this.#progress[side]);
  }

  /** Where the run of each side is, if it is about one. */
  progress(): Both<RunProgress | undefined> {
    return this.#progress;
  }

  range(look: TintLook): Range | undefined {
    return this.#tintings.left.range(look);
  }

  tints(look: TintLook, ground: Ground): Both<TintOf> {
    return forBoth(
      (side): TintOf =>
        (wearer) =>
          this.#tintings[side].tint(wearer, look, ground),
    );
  }

  /** What training last told of a subject of either network. */
  numbers(subject: Subject): SubjectNumbers | undefined {
    return this.#tintingOf(subject)?.numbers(subject);
  }

  /** Where its run's numbers stop being sound, in a sentence; else nothing. */
  faultOf(subject: Subject): string {
    return this.#tintingOf(subject)?.faultOf(subject) ?? '';
  }

  #tintingOf(subject: Subject): Tinting | undefined {
    const side = sides.find((some) => this.#networks?.[some].subjects.get(subject.id) === subject);
    return side === undefined ? undefined : this.#tintings[side];
  }
}
