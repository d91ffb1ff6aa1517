import { groupBy } from '../../model/groupBy';
import { isGate } from './blockShape';
import { givenParts, type Definition } from './definitions';
import type { Part } from './moduleParts';
import { literal, moduleCall, type ModuleCall, type Slot } from './moduleRows';
import { freeName } from './pythonNames';

/** An argument of a constructor: a number, but for its value. */
export interface Parameter extends Omit<Slot, 'value' | 'owner'> {
  /** The place of a slot that it fills. */
  readonly slot: number;
}

/** A definition with a name, and arguments for the numbers that its members do not share. */
export interface Named {
  readonly name: string;
  readonly definition: Definition;
  readonly parameters: readonly Parameter[];
  /** What is written for each slot of the template: a number or an argument's name. */
  readonly texts: readonly string[];
}

/** By which class or function a part is made. */
export type Makers = ReadonlyMap<Part, Named>;

/** How a part is made that is a module of PyTorch's own. */
export function callOf(part: Part): ModuleCall | undefined {
  return part.type === 'leaf' && part.call === part.name ? moduleCall(part.facts.layer, part.facts.input) : undefined;
}

/** The numbers that a part's constructor takes, in the order in which they are written. */
export function slotsOf(part: Part, makers: Makers): readonly Slot[] {
  if (part.type === 'leaf') return callOf(part)?.slots ?? [];
  const named = makers.get(part);
  if (named === undefined) return slotsOfAll(part.parts, makers);
  const own = slotsOfAll(definedParts(named.definition, part), makers);
  const given = slotsOfAll(givenParts(named.definition, part), makers);
  return [...named.parameters.map((parameter) => ({ ...parameter, value: own[parameter.slot]?.value ?? 0 })), ...given];
}

function slotsOfAll(parts: readonly Part[], makers: Makers): readonly Slot[] {
  return parts.flatMap((part) => owned(slotsOf(part, makers), part.name));
}

function owned(slots: readonly Slot[], owner: string): readonly Slot[] {
  return slots.map((slot) => ({ ...slot, owner: slot.owner === undefined ? owner : `${owner}_${slot.owner}` }));
}

/** The parts that a member's own constructor makes. */
export function definedParts({ given }: Definition, { parts }: { readonly parts: readonly Part[] }): readonly Part[] {
  return parts.filter(({ name }) => !given.includes(name));
}

/** A slot's numbers in all members. */
interface Column {
  readonly slot: Slot;
  readonly at: number;
  readonly values: readonly number[];
}

/** Finds the arguments of a definition: one for all slots whose numbers are the same in each member. */
export function withParameters(definition: Definition, makers: Makers): Omit<Named, 'name'> {
  const rows = definition.members.map((member) => slotsOfAll(definedParts(definition, member), makers));
  const columns = (rows[0] ?? []).map((slot, at): Column => ({
    slot,
    at,
    values: rows.map((row) => row[at]?.value ?? 0),
  }));
  const varied = columns.filter(({ values }) => new Set(values).size > 1);
  const groups = [...groupBy(varied, ({ slot, values }) => `${slot.nature} ${values.join()}`).values()];
  const texts = columns.map(({ slot }) => literal(slot.nature, slot.value));
  const found = groups.flatMap((group) => group.slice(0, 1).map((first) => ({ first, group, rank: rankOf(first, definition) }))); // prettier-ignore
  const parameters: Parameter[] = [];
  for (const { first, group } of found.toSorted((a, b) => a.rank - b.rank)) {
    const keyword = nameOf(first, definition, parameters);
    for (const { at } of group) texts[at] = keyword;
    parameters.push(parameterOf(first, keyword));
  }
  return { definition, parameters, texts };
}

function parameterOf({ slot: { nature, fallback }, at }: Column, keyword: string): Parameter {
  const isPositional = nature === 'channels' && keyword !== squeezed;
  return { keyword, nature, isPositional, ...(fallback === undefined ? {} : { fallback }), slot: at };
}

const squeezed = 'squeezed_channels';

/** The input's channels, those within, the output's, then other numbers; last those with a default. */
function rankOf(column: Column, definition: Definition): number {
  const { nature, fallback } = column.slot;
  if (nature !== 'channels') return fallback === undefined ? 5 : 6;
  return ['in_channels', 'channels', 'width', 'out_channels', squeezed].indexOf(channelName(column, definition));
}

function nameOf(column: Column, definition: Definition, taken: readonly Parameter[]): string {
  const { keyword, nature, owner = '' } = column.slot;
  const isTaken = (name: string): boolean => taken.some((parameter) => parameter.keyword === name) || definition.given.includes(name); // prettier-ignore
  const wanted = nature === 'channels' ? channelName(column, definition) : keyword;
  return freeName([wanted, `${owner}_${keyword}`], isTaken);
}

/** Channels are called by where they are; within squeeze-and-excitation, which may be within another block, they are squeezed. */
function channelName({ slot, values }: Column, definition: Definition): string {
  const isInput = isSame(values, channelsOf(definition, 'inputShape'));
  const isOutput = isSame(values, channelsOf(definition, 'outputShape'));
  if (isInput) return isOutput ? 'channels' : 'in_channels';
  if (isOutput) return 'out_channels';
  const { template } = definition;
  return slot.keyword === squeezed || (template.type === 'block' && isGate(template)) ? squeezed : 'width';
}

function channelsOf({ members }: Definition, side: 'inputShape' | 'outputShape'): readonly number[] {
  return members.map(({ region }) => region[side][0] ?? 0);
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.every((value, index) => value === others[index]);
}
