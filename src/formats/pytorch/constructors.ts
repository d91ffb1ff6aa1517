import type { Part } from './moduleParts';
import { literal, type ModuleCall, type Slot } from './moduleRows';
import { isMade } from './findParts';
import { callOf, slotsOf, type Makers, type Named } from './parameters';
import { bracket, call, flat, prefixed, repeated, type Doc } from './pythonLayout';
import { givenParts } from './definitions';

/** Gives what is written for a part's slots, one after the other. */
export type NextText = (slot: Slot) => string;

/** Each slot's number. */
export const asNumber: NextText = ({ nature, value }) => literal(nature, value);

/** How a part is made, with its numbers as `next` writes them. */
export function constructed(part: Part, makers: Makers, next: NextText): Doc {
  const named = makers.get(part);
  if (named !== undefined && part.type !== 'leaf') return instance(named, part, { makers, next });
  if (part.type === 'leaf') return leafCall(callOf(part), next);
  const items = part.parts.filter((each) => part.type === 'sequential' || isMade(each));
  const docs = items.map((each): [string, Doc] => [each.name, constructed(each, makers, next)]);
  if (part.type !== 'sequential') return call('nn.ModuleDict', [dictionary(docs)]);
  const isNumbered = items.every(({ name }, index) => name === String(index));
  return call(
    'nn.Sequential',
    isNumbered ? withRuns(docs.map(([, doc]) => doc)) : [call('OrderedDict', [dictionary(docs)])],
  );
}

function leafCall(made: ModuleCall | undefined, next: NextText): Doc {
  const { callee = '', slots = [], fixed = [] } = made ?? {};
  return call(callee, [...slots.flatMap((slot) => argument(slot, next)), ...fixed]);
}

function instance(
  named: Named,
  part: Exclude<Part, { type: 'leaf' }>,
  { makers, next }: { readonly makers: Makers; readonly next: NextText },
): Doc {
  const slots = slotsOf(part, makers).slice(0, named.parameters.length);
  const numbers = slots.flatMap((slot) => argument(slot, next));
  const given = givenParts(named.definition, part);
  return call(named.name, [
    ...numbers,
    ...given.map((each) => prefixed(`${each.name}=`, constructed(each, makers, next))),
  ]);
}

function argument(slot: Slot, next: NextText): readonly string[] {
  const { keyword, nature, fallback, isPositional } = slot;
  const text = next(slot);
  if (fallback !== undefined && text === literal(nature, fallback)) return [];
  return [isPositional === true ? text : `${keyword}=${text}`];
}

function dictionary(items: readonly (readonly [string, Doc])[]): Doc {
  return bracket('{', items.map(([name, doc]) => prefixed(`"${name}": `, doc)), '}'); // prettier-ignore
}

const longRun = 4;

/** Items of which as many as a long run are equal are written once. */
function withRuns(docs: readonly Doc[]): readonly Doc[] {
  const runs: Doc[][] = [];
  let before: string | undefined;
  for (const doc of docs) {
    const text = flat(doc);
    if (text === before) runs.at(-1)?.push(doc);
    else runs.push([doc]);
    before = text;
  }
  return runs.flatMap((run) => (run.length < longRun ? run : run.slice(0, 1).map((doc) => repeated(doc, run.length))));
}
