import type { ListedDifference } from '../../protocol/comparisonText';
import { enclosing } from '../../drawing/graph/enclosing';
import type { Rect } from '../architecture/viewport';
import type { ComparedPair, PairView } from './pairView';
import { sides } from './side';

/** Steps through the differences: each is brought into the window and marked on both sides. */
export class DifferenceSteps {
  #pair: ComparedPair | undefined;
  #list: readonly ListedDifference[] = [];
  #index = -1;

  /** @param told is called with the number of the difference that is shown, −1 for none */
  constructor(
    private readonly view: PairView,
    private readonly told: (index: number) => void,
  ) {}

  begin(pair: ComparedPair, list: readonly ListedDifference[]): void {
    this.#pair = pair;
    this.#list = list;
    this.#show(-1);
  }

  /** To the next difference or the one before; after the last comes the first. */
  step(by: 1 | -1): void {
    const { length } = this.#list;
    if (length > 0) this.goTo(this.#index < 0 && by < 0 ? length - 1 : (this.#index + by + length) % length);
  }

  goTo(index: number): void {
    this.#show(index);
    const boxes = this.#drawnIds().flatMap(({ side, id }) => this.view.boxOf(side, id) ?? []);
    const [first] = boxes;
    if (first !== undefined) this.view.window.reveal(boxes.reduce(around, first));
  }

  /** To the difference of a layer or block, or to the first inside of it; nowhere if there is none. */
  goToSubject(side: (typeof sides)[number], names: readonly string[]): void {
    const index = this.#list.findIndex((difference) => names.includes(difference[side] ?? ''));
    if (index >= 0) this.goTo(index);
  }

  /** Marks the difference anew where the drawing has changed. */
  refresh(): void {
    const drawn = this.#drawnIds();
    for (const side of sides)
      this.view.mark(side, 'selected', drawn.filter((box) => box.side === side).map(({ id }) => id)); // prettier-ignore
  }

  #show(index: number): void {
    this.#index = index;
    this.refresh();
    this.told(index);
  }

  /** What is drawn of the difference, or the nearest that it is in. */
  #drawnIds(): readonly { readonly side: (typeof sides)[number]; readonly id: string }[] {
    const difference = this.#list[this.#index];
    return sides.flatMap((side) => {
      const name = difference?.[side];
      const network = this.#pair?.networks[side];
      if (name === undefined || network === undefined) return [];
      const id = enclosing(name, network).find((some) => this.view.boxOf(side, some) !== undefined);
      return id === undefined ? [] : [{ side, id }];
    });
  }
}

function around(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y }; // prettier-ignore
}
