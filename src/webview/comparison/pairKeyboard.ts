import type { ComparedSide } from '../../protocol/viewContract';
import type { LevelName } from '../../drawing/graph/levels';
import { isTyping, viewKeys } from '../architecture/keyboard';
import { moveTabStop, stopFrom } from '../architecture/tabStop';
import type { PairView } from './pairView';
import { across, sides } from './side';

/** What the keys do beyond the drawing. */
export interface PairKeyActs {
  readonly toggle: (side: ComparedSide, id: string) => void;
  readonly level: (name: LevelName) => void;
  readonly step: (by: 1 | -1) => void;
  /** What stands for a box on the other side. */
  readonly partners: (side: ComparedSide, id: string) => readonly string[];
  readonly inspect: (side: ComparedSide, id: string) => void;
  /** Closes the list or hides the floating card; whether there was one. */
  readonly retreat: () => boolean;
  readonly close: () => void;
}

/** The keys of the comparison; exactly one box of both drawings is in the page's tab order. */
export class PairKeyboard {
  #side: ComparedSide = 'left';
  #current = '';

  readonly #onBoxes: Readonly<Record<string, () => void>> = {
    ArrowDown: () => this.#step(1),
    ArrowUp: () => this.#step(-1),
    ArrowLeft: () => this.#cross('left'),
    ArrowRight: () => this.#cross('right'),
    Home: () => this.#step(-Infinity),
    End: () => this.#step(Infinity),
    Enter: () => this.acts.toggle(this.#side, this.#current),
    ' ': () => this.acts.toggle(this.#side, this.#current),
  };

  readonly #anywhere: Readonly<Record<string, () => void>>;

  constructor(
    private readonly view: PairView,
    private readonly acts: PairKeyActs,
  ) {
    this.#anywhere = {
      n: () => acts.step(1),
      p: () => acts.step(-1),
      Escape: () => {
        if (!acts.retreat()) acts.close();
      },
      ...viewKeys(view.window, acts.level),
    };
    view.surface.addEventListener('focusin', ({ target }) => {
      if (target instanceof Element) this.#focused(target);
    });
  }

  /** Acts upon a key and says whether it was one of the comparison's. */
  press(event: KeyboardEvent): boolean {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof Element) || isTyping(event)) return false;
    const onBox = this.view.surface.contains(target) ? this.#onBoxes[key] : undefined;
    const act = onBox ?? this.#anywhere[key];
    act?.();
    return act !== undefined;
  }

  /** Makes a box the one that Tab reaches; one that isn't drawn gives way to the first. To be called after each layout. */
  settle(side = this.#side, id = this.#current): void {
    const stops = this.view.stops(side);
    this.#side = side;
    this.#current = stops.includes(id) ? id : (stops[0] ?? '');
    this.view.pin(side, this.#current);
    moveTabStop(this.view.surface, this.view.elementOf(side, this.#current));
  }

  /** Moves the focus to the box that Tab reaches. */
  focus(): void {
    this.view.elementOf(this.#side, this.#current)?.focus({ preventScroll: true });
  }

  #focused(target: Element): void {
    const side = sides.find((some) => this.view.groups[some].contains(target));
    const id = target.getAttribute('data-subject');
    if (side === undefined || id === null) return;
    this.settle(side, id);
    if (target.matches(':focus-visible')) this.#reveal();
  }

  #go(side: ComparedSide, id: string | undefined): void {
    if (id === undefined) return;
    this.settle(side, id);
    this.#reveal();
    this.focus();
  }

  #reveal(): void {
    const box = this.view.boxOf(this.#side, this.#current);
    if (box !== undefined) this.view.window.reveal(box);
    this.acts.inspect(this.#side, this.#current);
  }

  #step(by: number): void {
    this.#go(this.#side, stopFrom(this.#current, by, this.view.stops(this.#side)));
  }

  /** To what stands for the box on the other side, or else to the nearest above it that something stands for. */
  #cross(to: ComparedSide): void {
    if (to === this.#side) return;
    const [mine, others] = [this.view.stops(this.#side), new Set(this.view.stops(to))];
    const above = mine.slice(0, mine.indexOf(this.#current) + 1).reverse();
    const found = above.flatMap((id) => this.acts.partners(across[to], id)).find((id) => others.has(id));
    this.#go(to, found ?? [...others][0]);
  }
}
