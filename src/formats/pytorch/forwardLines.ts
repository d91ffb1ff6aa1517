import { groupBy } from '../../model/groupBy';
import type { BlockPart, Step } from './moduleParts';
import { expressionOf, isOperator } from './moduleRows';
import { kindOf, pathLabels, type PathLabel } from './pathLabels';
import { isFullPreactivation } from './blockShape';
import { freeName, isIdentifier } from './pythonNames';

/** A value's text before it is assigned, and the values that it reads. */
interface Expression {
  readonly text: string;
  readonly isOperation: boolean;
  readonly reads: readonly string[];
}

/** Values and the variables that hold them while a block's `forward` is written. */
interface Writing {
  readonly block: BlockPart;
  readonly given: readonly string[];
  readonly labels: ReadonlyMap<string, PathLabel>;
  /** Steps that take a value, and how many are still to come. */
  readonly users: ReadonlyMap<string, readonly { readonly step: Step }[]>;
  readonly left: Map<string, number>;
  readonly held: Map<string, string>;
  readonly pending: Map<string, Expression>;
  readonly isPreactivated: boolean;
  readonly lines: string[];
}

/** The statements of a block's `forward(self, x)`; modules of the names in `given` may be None. */
export function forwardLines(block: BlockPart, given: readonly string[]): readonly string[] {
  const steps = neededSteps(block);
  const uses = steps.flatMap((step) => step.inputs.map((input) => ({ input, step })));
  const users = groupBy(uses, ({ input }) => input);
  const writing: Writing = {
    ...{ block, given, users, labels: pathLabels(steps), lines: [] },
    left: new Map([...users].map(([name, some]) => [name, some.length])),
    held: new Map([[block.region.input, 'x']]),
    pending: new Map(),
    isPreactivated: isFullPreactivation(block),
  };
  for (const step of steps) write(step, writing);
  return writing.lines;
}

/** Those that the output comes from. */
function neededSteps({ steps, region }: BlockPart): readonly Step[] {
  const needed = new Set([region.output]);
  for (const step of steps.toReversed())
    if (needed.has(step.output)) for (const input of step.inputs) needed.add(input);
  return steps.filter(({ output }) => needed.has(output));
}

function write(step: Step, writing: Writing): void {
  const { block, lines, pending } = writing;
  const expression = expressionFor(step, writing);
  if (step.output === block.region.output) lines.push(`return ${expression.text}`);
  else if (isComposed(step, expression, writing)) pending.set(step.output, expression);
  else assign(step, expression, writing);
}

function expressionFor(step: Step, { held, pending, given }: Writing): Expression {
  const { part, path, inputs } = step;
  const values = inputs.map((input) => pending.get(input) ?? { text: held.get(input) ?? '', isOperation: false, reads: [input] }); // prettier-ignore
  const isOperation = part.type === 'leaf' && isOperator(part.facts.layer.kind);
  const texts = values.map((value) => (isOperation && value.isOperation ? `(${value.text})` : value.text));
  const reads = values.flatMap((value) => value.reads);
  const own = part.type === 'leaf' ? expressionOf(part.facts.layer, texts) : undefined;
  if (own !== undefined) return { text: own, isOperation, reads };
  const called = `${reference(path)}(${texts.join(', ')})`;
  if (path.length > 1 || !given.includes(path[0] ?? '')) return { text: called, isOperation, reads };
  return { text: `${texts.join()} if ${reference(path)} is None else ${called}`, isOperation: true, reads };
}

/** `self.conv1`, and what it takes where a name is none of Python's. */
export function reference([first = '', ...inner]: readonly string[]): string {
  const own = isIdentifier(first) ? `self.${first}` : `getattr(self, "${first}")`;
  return own + inner.map((name) => `["${name}"]`).join('');
}

const longest = 90;

/** Whether a value is written within the one expression that takes it. */
function isComposed(step: Step, { text }: Expression, { users, given, isPreactivated }: Writing): boolean {
  const [user, ...others] = users.get(step.output) ?? [];
  if (user === undefined || others.length > 0 || text.length > longest) return false;
  if (given.includes(step.path[0] ?? '')) return false;
  return isPreactivated ? !endsStatement(step) && !meets(user.step) : !startsStatement(user.step);
}

function startsStatement(step: Step): boolean {
  return meets(step) || step.part.type !== 'leaf' || endsStatement(step) || kindOf(step)?.endsWith('Pool2d') === true;
}

function endsStatement(step: Step): boolean {
  const kind = kindOf(step);
  return kind === 'conv2d' || kind === 'linear';
}

function meets(step: Step): boolean {
  const kind = kindOf(step);
  return kind === 'add' || kind === 'multiply';
}

function assign(step: Step, { text, reads }: Expression, { left, held, labels, lines }: Writing): void {
  for (const name of reads) left.set(name, (left.get(name) ?? 0) - 1);
  for (const [value] of held) if ((left.get(value) ?? 0) <= 0) held.delete(value);
  const taken = new Set(held.values());
  const own = step.path.at(-1) ?? '';
  const label = labels.get(step.output) ?? 'x';
  const names = label === 'scale' && own.startsWith('gate') ? [] : [label];
  const name = freeName([...names, own.replace(/^(?=\d)/, 'x_')], (each) => taken.has(each));
  held.set(step.output, name);
  lines.push(`${name} = ${text}`);
}
