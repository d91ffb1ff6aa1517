import * as z from 'zod';
import { numericRanges, rangeProblem, type NumberRange, type NumericOption } from '../numberRanges';
import { nameProblem } from '../nearest';

/** A number in its range; its name in sentences is the range's. */
export function numberIn(range: NumberRange): z.ZodNumber {
  const { what, min, max, whole } = range;
  const error = ({ input }: { readonly input: unknown }): string =>
    (typeof input === 'number' ? rangeProblem(range, input) : undefined) ?? notOfKind(what, whole);
  const bare = z.number({ error }).min(min, { error }).max(max, { error });
  return whole ? bare.int({ error }) : bare;
}

/** The number of an option that every way of training checks alike. */
export function optionNumber(option: NumericOption): z.ZodNumber {
  return numberIn(numericRanges[option]);
}

/** How many there are of something. */
export function countOf(what: string, max: number): z.ZodNumber {
  return numberIn({ what, min: 1, max, whole: true });
}

/** One of a few words. */
export function wordOf<const T extends string>(what: string, words: readonly T[]): z.ZodEnum<{ [K in T]: K }> {
  return z.enum(words, {
    error: ({ input }) =>
      (typeof input === 'string' ? nameProblem(what, input, words) : undefined) ??
      `The ${what} must be one of ${words.map((word) => `"${word}"`).join(', ')}.`,
  });
}

export function textOf(what: string): z.ZodString {
  const error = `${what} must be a text in quotes.`;
  return z.string({ error }).min(1, { error });
}

export function flagOf(what: string): z.ZodBoolean {
  return z.boolean({ error: `${what} must be true or false.` });
}

function notOfKind(what: string, whole: boolean): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} must be ${whole ? 'a whole number' : 'a number'}.`;
}
