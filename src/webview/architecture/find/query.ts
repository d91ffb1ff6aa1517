import { quantityNamed, quantityNames, type Comparison, type Quantity } from './quantities';

/** One of the things that what is looked for must be; all of them together are a query. */
export type Term =
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'shape'; readonly shape: string }
  | { readonly type: 'kernel'; readonly size: number }
  | { readonly type: 'compare'; readonly quantity: Quantity; readonly by: Comparison; readonly to: number };

/** What is looked for, or why that can't be read, in a sentence. */
export type Query = readonly Term[] | { readonly fault: string };

const number = String.raw`(\d[\d,]*(?:\.\d+)?)\s*([kmg]?)`;
const relation = String.raw`(>=|<=|≥|≤|>|<|=)`;

/** Reads `text`, or says that it can't. */
interface Pattern {
  readonly pattern: RegExp;
  readonly read: (parts: readonly (string | undefined)[]) => Term | string;
}

const patterns: readonly Pattern[] = [
  {
    pattern: /(?<![\w.])\d+\s*[x×]\s*\d+\s*[x×]\s*\d+(?![\w.])/giu,
    read: ([shape = '']) => ({
      type: 'shape',
      shape: shape
        .split(/\s*[x×]\s*/iu)
        .map(Number)
        .join('×'),
    }),
  },
  {
    pattern: /(?<![\w.×])(\d+)\s*[x×]\s*(\d+)(?![\w.×])/giu,
    read: ([whole = '', height, width]) =>
      height === width
        ? { type: 'kernel', size: Number(height) }
        : `“${whole}” is no kernel: they are square here, such as 3x3; a shape has three sizes, such as 64x56x56.`,
  },
  ...comparisonsOf(quantityNames.join('|')),
  {
    pattern: /(?<![\w.])(stride|kernel|groups|padding)\s+(\d+)(?![\w.])/giu,
    read: ([, name = '', value = '']) => comparison({ name, by: '=', value, unit: '' }),
  },
  // what is left names nothing known, and is told so
  ...comparisonsOf('[a-z]+'),
];

/** `params > 1M` and `> 1M params`, of names that a pattern takes. */
function comparisonsOf(names: string): readonly Pattern[] {
  return [
    {
      pattern: new RegExp(String.raw`(?<![\w.])(${names})\s*${relation}\s*${number}(?![\w.])`, 'giu'),
      read: ([, name = '', by = '', value = '', unit = '']) => comparison({ name, by, value, unit }),
    },
    {
      pattern: new RegExp(String.raw`${relation}\s*${number}\s+(${names})(?![\w.])`, 'giu'),
      read: ([, by = '', value = '', unit = '', name = '']) => comparison({ name, by, value, unit }),
    },
  ];
}

/** Reads what was typed: sizes, comparisons and words in any order, all of which must hold. */
export function readQuery(text: string): Query {
  const terms: Term[] = [];
  const faults: string[] = [];
  let rest = text;
  for (const { pattern, read } of patterns)
    rest = rest.replace(pattern, (...found: unknown[]) => {
      const parts = found.slice(0, -2).map((part) => (typeof part === 'string' ? part : undefined));
      const term = read(parts);
      if (typeof term === 'string') faults.push(term);
      else terms.push(term);
      return ' ';
    });
  const words = rest.split(/[\s,]+/u).filter((word) => word !== '' && word.toLowerCase() !== 'and');
  const stray = words.find((word) => /[<>=≤≥]/u.test(word));
  if (stray !== undefined) faults.push(`“${text.trim()}” can’t be compared: write what, how and with which number, such as params > 1M.`); // prettier-ignore
  const [fault] = faults;
  if (fault !== undefined) return { fault };
  return [...terms, ...words.map((word): Term => ({ type: 'word', text: word.toLowerCase() }))];
}

interface Spelled {
  readonly name: string;
  readonly by: string;
  readonly value: string;
  readonly unit: string;
}

const powers: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9 };
const comparisons: Readonly<Record<string, Comparison>> = { '≥': '>=', '≤': '<=', '>=': '>=', '<=': '<=', '>': '>', '<': '<', '=': '=' }; // prettier-ignore

function comparison({ name, by, value, unit }: Spelled): Term | string {
  const quantity = quantityNamed(name);
  const how = comparisons[by];
  if (typeof quantity === 'string') return quantity;
  if (how === undefined) return `“${by}” compares nothing: write >, >=, <, <= or =.`;
  return {
    type: 'compare',
    quantity,
    by: how,
    to: Number(value.replaceAll(',', '')) * (powers[unit.toLowerCase()] ?? 1),
  };
}
