import { analyze, type LayerFacts } from '../../model/analyze';
import { groupBy } from '../../model/groupBy';
import type { Architecture } from '../../model/layer';
import { UserError } from '../../protocol/userError';
import type { BlockPart, LeafPart, Part, Region, Step } from './moduleParts';
import { isExpression, moduleCall } from './moduleRows';
import { checkModuleName, checkName } from './pythonNames';

/** How all the network's layers hang together. */
interface Wiring {
  readonly facts: ReadonlyMap<string, LayerFacts>;
  /** Places in the network's order. */
  readonly order: ReadonlyMap<string, number>;
  /** Layers that take a layer's value. */
  readonly users: ReadonlyMap<string, readonly string[]>;
  readonly output: string;
}

/** The modules that a network's names and wiring tell: itself, with all that is in it. */
export function findParts(architecture: Architecture): BlockPart {
  const { layers, problems } = analyze(architecture);
  if (problems[0] !== undefined) throw new UserError(problems[0].message);
  const [input, ...others] = layers;
  const output = others.at(-1);
  if (input?.layer.kind !== 'input' || output === undefined)
    throw new UserError(`The network "${architecture.name}" can't be written for PyTorch: it has no layers.`);
  const second = others.find(({ layer }) => layer.kind === 'input');
  if (second !== undefined)
    throw new UserError(`The network "${architecture.name}" can't be written for PyTorch: it has a second input, "${second.layer.name}".`); // prettier-ignore
  const wiring = wiringOf(layers, output.layer.name);
  const parts = partsIn([], others, wiring);
  const region = { input: input.layer.name, output: output.layer.name, inputShape: input.output, outputShape: output.output }; // prettier-ignore
  return { type: 'block', name: architecture.name, parts, steps: stepsOf(parts, wiring), region };
}

function wiringOf(layers: readonly LayerFacts[], output: string): Wiring {
  const users = new Map<string, string[]>(layers.map(({ layer }) => [layer.name, []]));
  for (const { layer } of layers) for (const input of layer.inputs) users.get(input)?.push(layer.name);
  return {
    facts: new Map(layers.map((facts) => [facts.layer.name, facts])),
    order: new Map(layers.map(({ layer }, index) => [layer.name, index])),
    users,
    output,
  };
}

function partsIn(path: readonly string[], layers: readonly LayerFacts[], wiring: Wiring): readonly Part[] {
  const groups = groupBy(layers, ({ layer }) => layer.name.split('.')[path.length] ?? '');
  return [...groups].map(([name, members]) => {
    const first = members[0]?.layer.name ?? '';
    checkName(name, first);
    const part = partOf([...path, name], members, wiring);
    if (isMade(part)) checkModuleName(name, first);
    return part;
  });
}

function partOf(path: readonly string[], layers: readonly LayerFacts[], wiring: Wiring): Part {
  const own = layers.find(({ layer }) => layer.name === path.join('.'));
  const name = path.at(-1) ?? '';
  if (own !== undefined && layers.length > 1)
    throw new UserError(`The layer "${own.layer.name}" can't be written for PyTorch: the names of other layers begin with its name; rename it in the network's file.`); // prettier-ignore
  if (own !== undefined) return { type: 'leaf', name, facts: own, call: calledModule(own, path, wiring) };
  const parts = partsIn(path, layers, wiring);
  const steps = stepsOf(parts, wiring);
  const region = regionOf(layers, wiring);
  if (region === undefined) return { type: 'loose', name, parts, steps };
  if (isChain(parts, steps, region)) return { type: 'sequential', name, parts, region };
  return { type: 'block', name, parts, steps, region };
}

/** `relu` for `relu_1` where both are the same module without parameters. */
function calledModule({ layer, params }: LayerFacts, path: readonly string[], { facts }: Wiring): string {
  const name = path.at(-1) ?? '';
  const first = /^(?<first>\w+)_\d+$/.exec(name)?.groups?.['first'];
  if (first === undefined || params > 0) return name;
  const other = facts.get([...path.slice(0, -1), first].join('.'))?.layer;
  const isSame = other?.kind === layer.kind && JSON.stringify(other.attributes) === JSON.stringify(layer.attributes);
  return isSame ? first : name;
}

/** The one value that comes into a group and the one that leaves it; nothing where there are more. */
function regionOf(layers: readonly LayerFacts[], { facts, users, output }: Wiring): Region | undefined {
  const inside = new Set(layers.map(({ layer }) => layer.name));
  const inputs = new Set(layers.flatMap(({ layer }) => layer.inputs.filter((name) => !inside.has(name))));
  const leaves = (name: string): boolean =>
    name === output || (users.get(name) ?? []).some((user) => !inside.has(user));
  const outputs = [...inside].filter(leaves);
  const [input = ''] = inputs;
  const [last = ''] = outputs;
  if (inputs.size !== 1 || outputs.length !== 1) return undefined;
  return {
    input,
    output: last,
    inputShape: facts.get(input)?.output ?? [],
    outputShape: facts.get(last)?.output ?? [],
  };
}

function stepsOf(parts: readonly Part[], { order }: Wiring): readonly Step[] {
  const at = (step: Step): number => order.get(step.output) ?? 0;
  return parts.flatMap(stepsIn).sort((a, b) => at(a) - at(b));
}

function stepsIn(part: Part): readonly Step[] {
  if (part.type === 'loose') return part.steps.map((step) => ({ ...step, path: [part.name, ...step.path] }));
  if (part.type === 'leaf') {
    const { name: output, inputs } = part.facts.layer;
    return [{ path: [part.call], part, inputs, output }];
  }
  return [{ path: [part.name], part, inputs: [part.region.input], output: part.region.output }];
}

/** Whether numbered modules are called one after the other, in their order, each once. */
function isChain(parts: readonly Part[], steps: readonly Step[], region: Region): boolean {
  const isNext = ({ part, inputs }: Step, index: number): boolean =>
    part === parts[index] &&
    /^\d+$/.test(part.name) &&
    Number(part.name) > Number(parts[index - 1]?.name ?? -1) &&
    inputs.every((input) => input === (steps[index - 1]?.output ?? region.input)) &&
    (part.type !== 'leaf' || isModule(part));
  return parts.length === steps.length && steps.every(isNext) && steps.at(-1)?.output === region.output;
}

function isModule({ facts, call, name }: LeafPart): boolean {
  return call === name && moduleCall(facts.layer, facts.input) !== undefined;
}

/** Whether a part is made in a constructor: an expression is not, nor is a module that is called again. */
export function isMade(part: Part): boolean {
  if (part.type === 'loose') return part.parts.some(isMade);
  return part.type !== 'leaf' || (isModule(part) && !isExpression(part.facts.layer.kind));
}
