/** What a box or an edge may be marked as, each a class of the style sheet. */
export const markNames = ['faulty', 'alike', 'selected', 'traced', 'source', 'target', 'found', 'current', 'added', 'removed', 'changed'] as const; // prettier-ignore

export type MarkName = (typeof markNames)[number];

/** Finds what is drawn of a box or an edge at the moment. */
export type ElementOf = (id: string) => Element | undefined;

/** Which boxes and edges wear which mark, drawn or not: what scrolls into sight later wears it as well. */
export class Marks {
  readonly #marks = new Map<MarkName, ReadonlySet<string>>();

  constructor(private readonly elementOf: ElementOf) {}

  /** Gives a mark to these ids, and to no others. */
  set(name: MarkName, ids: Iterable<string> = []): void {
    const next = new Set(ids);
    for (const id of this.#marks.get(name) ?? []) if (!next.has(id)) this.elementOf(id)?.classList.remove(name);
    for (const id of next) this.elementOf(id)?.classList.add(name);
    this.#marks.set(name, next);
  }

  /** Marks an element that has just been made. */
  dress(id: string, element: Element): void {
    for (const [name, ids] of this.#marks) if (ids.has(id)) element.classList.add(name);
  }
}
