/** What a click upon the drawing means: opening or closing a box, or selecting one (none: nothing). */
export type Gesture =
  { readonly act: 'open'; readonly subject: string } | { readonly act: 'select'; readonly subject: string | undefined };

/** The longest time between the two clicks of a double click. */
const doubleMs = 400;

/** Reads clicks as VS Code's other graphs do: one selects, two open, and one upon a chevron or bracket opens as well. */
export class GestureReader {
  #last: { readonly subject: string; readonly at: number } | undefined;

  /** @param at in ms, on any clock */
  read(target: Element, at: number): Gesture {
    const subject = isGround(target) ? undefined : (target.closest('.item')?.getAttribute('data-subject') ?? undefined);
    const last = this.#last;
    this.#last = undefined;
    if (subject === undefined) return { act: 'select', subject };
    if (target.closest('.opener') !== null) return { act: 'open', subject };
    if (last?.subject === subject && at - last.at < doubleMs) return { act: 'open', subject };
    this.#last = { subject, at };
    return { act: 'select', subject };
  }
}

/** The inside of a stage's frame belongs to no one; its title stands for the stage. */
function isGround(target: Element): boolean {
  return target.matches('.box.frame > rect.frame');
}
