/** A Python expression: text, or a bracket that may be broken, an item a line. */
export type Doc = string | Bracket;

interface Bracket {
  readonly open: string;
  readonly items: readonly Doc[];
  readonly close: string;
  /** Between the items; a comma is left out in comprehensions. */
  readonly separator: ', ' | ' ';
}

const lineLength = 120;

/** `callee(item, item)`. */
export function call(callee: string, items: readonly Doc[]): Doc {
  return bracket(`${callee}(`, items, ')');
}

export function bracket(open: string, items: readonly Doc[], close: string): Doc {
  return { open, items, close, separator: ', ' };
}

/** `*[item for _ in range(count)]`. */
export function repeated(item: Doc, count: number): Doc {
  return { open: '*[', items: [item, `for _ in range(${count})`], close: ']', separator: ' ' };
}

/** The expression with a text before it, such as an argument's keyword. */
export function prefixed(prefix: string, doc: Doc): Doc {
  return typeof doc === 'string' ? prefix + doc : { ...doc, open: prefix + doc.open };
}

/** On one line. */
export function flat(doc: Doc): string {
  return typeof doc === 'string' ? doc : doc.open + doc.items.map(flat).join(doc.separator) + doc.close;
}

/** The lines of an expression and of what follows it, as Black breaks them. */
export function lines(
  doc: Doc,
  { indent, suffix = '' }: { readonly indent: number; readonly suffix?: string },
): string[] {
  const margin = ' '.repeat(indent);
  const line = margin + flat(doc) + suffix;
  if (typeof doc === 'string' || doc.items.length === 0 || line.length <= lineLength) return [line];
  const { items, open, close, separator } = doc;
  const inner = items.flatMap((item) => lines(item, { indent: indent + 4, suffix: separator.trim() }));
  return [margin + open, ...inner, margin + close + suffix];
}

/** A docstring of sentences, wrapped where they do not fit on one line. */
export function docstring(sentences: readonly string[], indent: number): string[] {
  const margin = ' '.repeat(indent);
  const whole = `${margin}"""${sentences.join(' ')}"""`;
  if (whole.length <= lineLength) return [whole];
  return [
    `${margin}"""`,
    ...wrapped(sentences.join(' '), lineLength - indent).map((line) => margin + line),
    `${margin}"""`,
  ];
}

/** Lines of at most `width` characters, unless one word is longer. */
export function wrapped(text: string, width: number): string[] {
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const line = found.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) found[found.length - 1] = `${line} ${word}`;
    else found.push(word);
  }
  return found;
}
