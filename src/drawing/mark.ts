/** What an element says of itself. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An element of a picture or page that has not been made yet: the views make nodes of it, files its text. */
export interface Mark {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly (Mark | string)[];
}

/** A mark with attributes and children; texts among these are texts, whatever characters they have. */
export function mark(tag: string, attributes: Attributes = {}, children: Mark['children'] = []): Mark {
  return { tag, attributes, children };
}
