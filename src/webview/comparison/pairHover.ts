import type { ComparedSide, DrawnComparison } from '../../protocol/viewContract';
import { HoverCard, type Changes, type LiveSource } from '../architecture/hoverCard';
import { Inspection } from '../architecture/inspection';
import type { Subject } from '../../drawing/graph/network';
import type { ComparedPair, PairView } from './pairView';
import { across, forBoth, sides, type Both } from './side';

/** The floating card about a box of either side: what the single view tells, and how it differs. */
export class PairHover {
  readonly card: HoverCard;
  readonly #inspections: Both<Inspection>;
  #pair: ComparedPair | undefined;
  #compared: DrawnComparison | undefined;
  #side: ComparedSide | undefined;

  constructor(
    private readonly view: PairView,
    source: LiveSource,
  ) {
    this.card = new HoverCard(source, (subject) => this.#changesOf(subject));
    this.#inspections = forBoth((side) => {
      const inspected = { surface: view.groups[side], elementOf: (id: string) => view.elementOf(side, id) };
      return new Inspection(inspected, {
        show: (id, beside) => this.#show(side, id, beside),
        hide: () => this.#hidden(side),
      });
    });
  }

  begin(pair: ComparedPair, compared: DrawnComparison): void {
    this.hide();
    this.#pair = pair;
    this.#compared = compared;
  }

  byKeyboard(side: ComparedSide, id: string): void {
    this.#inspections[side].byKeyboard(id);
  }

  /** Hides the card; whether it was shown. */
  hide(): boolean {
    const shown = this.#side !== undefined;
    for (const side of sides) this.#inspections[side].hide();
    return shown;
  }

  #show(side: ComparedSide, id: string, beside: SVGGElement): void {
    const network = this.#pair?.networks[side];
    const subject = network?.subjects.get(id);
    if (network === undefined || subject === undefined) return;
    this.#side = side;
    this.card.takeWeights(this.#compared?.[side].weights);
    this.card.show(subject, beside, network);
    const partner = this.#pair?.parts[side].get(id)?.partners[0];
    this.view.mark(across[side], 'alike', partner === undefined ? [] : [partner]);
  }

  /** The other side's card stays where the pointer has gone there meanwhile. */
  #hidden(side: ComparedSide): void {
    this.view.mark(across[side], 'alike', []);
    if (this.#side !== side) return;
    this.#side = undefined;
    this.card.hide();
  }

  #changesOf({ id }: Subject): Changes | undefined {
    const side = this.#side;
    const part = side === undefined ? undefined : this.#pair?.parts[side].get(id);
    if (side === undefined || part === undefined || part.change === 'same') return undefined;
    const other = this.#compared?.[across[side]].title ?? '';
    const titles = { added: `Not in ${other}`, removed: `Not in ${other}`, changed: `Otherwise in ${other}` };
    return { title: titles[part.change], lines: part.what };
  }
}
