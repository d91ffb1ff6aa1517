import { elements, formatShape, type Shape } from '../../model/layer';
import { outputShape } from '../../model/shapeRules';
import type { GraphInput } from './graphInput';
import type { ImportedLayer } from './importedLayer';
import type { NodeCall } from './nodeCall';
import type { Graph, GraphNode } from './graph';
import { canRead, lost, type Operand, type Value } from './operand';
import { foldConstant } from './foldConstant';
import { plainName } from './plainName';
import { isKnown, passedThrough, stepOf } from './operations';
import type { Before, Made, Step } from './step';

/** What is left out: the place of the last layer before it, and a sentence. */
interface Missing {
  readonly after: number;
  readonly message: string;
}

/** Operations for which it makes no difference whether 1×1 pixels are dropped before. */
const takesPooled: ReadonlySet<string> = new Set(['Flatten', 'Identity', 'Reshape']);

/** Grows the list of layers operation by operation. */
export class LayerList {
  readonly imported: ImportedLayer[];
  readonly shapes: Shape[];
  readonly #operands = new Map<string, Operand>();
  readonly #uses = new Map<string, number>();
  readonly #readers = new Map<number, number>();
  readonly #isRead: ReadonlySet<string>;
  readonly #unknown = new Map<string, number>();
  #first: { readonly after: number; readonly why: string; readonly node: GraphNode } | undefined;
  #isCut = false;

  /** The graph's operations are in order. */
  constructor(graph: Graph, { name, shape }: GraphInput) {
    this.imported = [{ made: { kind: 'input', attributes: { shape } }, inputs: [], call: undefined }];
    this.shapes = [shape];
    for (const { name: tensor, dims, numbers } of graph.initializer)
      this.#operands.set(tensor, { type: 'constant', dims, numbers });
    this.#operands.set(name, { type: 'value', index: 0, shape });
    this.#isRead = readTensors(graph.node);
    for (const { input } of graph.node) for (const each of input) this.#uses.set(each, (this.#uses.get(each) ?? 0) + 1);
  }

  add(node: GraphNode): void {
    if (!takesPooled.has(node.opType)) for (const each of node.input) this.#flatten(each);
    const call: NodeCall = { node, operands: operandsOf(node, this.#operands) };
    this.#give(node, this.#outputOf(call));
  }

  /** How often each operation comes that is not known. */
  unknownCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#unknown].sort(([a], [b]) => a.localeCompare(b)));
  }

  whyNothing(): string {
    return this.#first === undefined ? 'it has no operations on an image' : sentenceOf(this.#first);
  }

  whatIsMissing(names: readonly string[]): Missing | undefined {
    const first = this.#first;
    if (first === undefined) return undefined;
    const counts = Object.entries(this.unknownCounts());
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const list = counts.slice(0, 8).map(([op, count]) => `${op} (${count})`).join(', '); // prettier-ignore
    const tail = this.#isCut ? ', and so is all that comes behind' : ''; // prettier-ignore
    const message = `${total} ${total === 1 ? 'operation' : 'operations'} can't be shown and ${total === 1 ? 'is' : 'are'} left out${tail}: ${list}${counts.length > 8 ? ' …' : ''}. The first is behind "${names[first.after] ?? ''}": ${sentenceOf(first)}.`;
    return { after: first.after, message };
  }

  #outputOf(call: NodeCall): Operand {
    const types = new Set(call.operands.map((operand) => operand?.type));
    if (types.has('lost')) return this.#behindUnknown(call);
    if (!types.has('value') || call.node.opType === 'Shape') return foldConstant(call);
    const isSound = call.operands.every((operand) => canRead(call.node.opType, operand));
    const step = isSound ? stepOf(call, this.#before()) : 'what it reads is not known here';
    return typeof step === 'string' ? this.#leaveOut(call, step) : this.#carryOut(step, call);
  }

  /** What can't be shown as its input is missing counts as unknown only where it is unknown itself. */
  #behindUnknown(call: NodeCall): Operand {
    if (!isKnown(call)) this.#count(call);
    return lost;
  }

  #count({ node }: NodeCall): void {
    const op = calledOf(node);
    this.#unknown.set(op, (this.#unknown.get(op) ?? 0) + 1);
  }

  /** Drops the 1×1 pixels of what is pooled, where that is read as a vector. */
  #flatten(name: string): void {
    const operand = this.#operands.get(name);
    if (operand?.type !== 'value' || operand.half?.kind !== 'pooled') return;
    const { index, shape } = operand;
    const call = this.imported[index]?.call;
    const nameless = call?.node.path === undefined ? call : { node: { ...call.node, path: undefined, name: '' }, operands: [] }; // prettier-ignore
    const made: Made = { kind: 'flatten', attributes: {} };
    const flat = this.#append({ made, inputs: [index], call: nameless }, [elements(shape)]);
    this.#operands.set(name, flat);
    this.#readers.set(flat.index, this.#uses.get(name) ?? 0);
  }

  #before(): Before {
    return {
      layer: ({ index }) => this.imported[index]?.made ?? { kind: 'relu', attributes: {} },
      inputs: (value) => this.#inputs(value),
      inputShape: ({ index }) => this.shapes[this.imported[index]?.inputs[0] ?? -1] ?? [],
      isReadOnce: ({ index }) => (this.#readers.get(index) ?? 0) <= 1,
      isLast: ({ node }) => !this.#isRead.has(node.output[0] ?? ''),
    };
  }

  #carryOut(step: Exclude<Step, string>, call: NodeCall): Operand {
    if ('same' in step) return step.same;
    if ('instead' in step) return this.#replace(step, call);
    let on = step.on;
    for (const made of step.layers) {
      const shape = shapeOf(made, on);
      if (typeof shape === 'string') return this.#leaveOut(call, shape);
      on = [this.#append({ made, inputs: on.map(({ index }) => index), call, isUneven: step.isUneven }, shape)];
    }
    return on[0] === undefined ? lost : { ...on[0], half: step.half };
  }

  #append(layer: ImportedLayer, shape: Shape): Value {
    this.imported.push(layer);
    this.shapes.push(shape);
    return { type: 'value', index: this.imported.length - 1, shape };
  }

  #replace({ instead, of, gives = of }: Extract<Step, { readonly instead: Made }>, call: NodeCall): Operand {
    const before = this.imported[of.index];
    const shape = shapeOf(instead, this.#inputs(of));
    if (before === undefined || typeof shape === 'string') return this.#leaveOut(call, String(shape));
    this.imported[of.index] = { ...before, made: instead };
    this.shapes[of.index] = shape;
    return gives === of ? { ...of, shape } : gives;
  }

  #inputs({ index }: Value): readonly Value[] {
    const read = this.imported[index]?.inputs ?? [];
    return read.map((at) => ({ type: 'value', index: at, shape: this.shapes[at] ?? [] }));
  }

  #leaveOut(call: NodeCall, why: string): Operand {
    this.#count(call);
    this.#first ??= { after: this.imported.length - 1, why, node: call.node };
    const instead = passedThrough(call);
    if (instead === undefined) this.#isCut = true;
    return instead ?? lost;
  }

  #give(node: GraphNode, operand: Operand): void {
    const [first = '', ...others] = node.output;
    if (operand.type === 'value') {
      const isPassedOn = node.input.some((name) => this.#layerOf(name) === operand.index); // then this is no reader
      const readers = (this.#uses.get(first) ?? 0) - Number(isPassedOn);
      this.#readers.set(operand.index, (this.#readers.get(operand.index) ?? 0) + readers);
    }
    this.#operands.set(first, operand);
    for (const other of others) this.#operands.set(other, lost);
  }

  #layerOf(name: string): number | undefined {
    const operand = this.#operands.get(name);
    return operand?.type === 'value' ? operand.index : undefined;
  }
}

/** Tensors that something is made of; one that is only passed on to an end is not. */
function readTensors(nodes: readonly GraphNode[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { opType, input, output } of nodes.toReversed())
    if (opType !== 'Identity' || output.some((name) => found.has(name))) for (const name of input) found.add(name);
  return found;
}

function operandsOf(node: GraphNode, operands: ReadonlyMap<string, Operand>): readonly (Operand | undefined)[] {
  return node.input.map((name) => (name === '' ? undefined : (operands.get(name) ?? lost)));
}

function shapeOf(made: Made, on: readonly Value[]): Shape | string {
  const shape = outputShape({ name: '', ...made, inputs: [] }, on.map((value) => value.shape)); // prettier-ignore
  if (typeof shape === 'string') return shape;
  const isSound = shape.every((size) => Number.isInteger(size) && size > 0) && elements(shape) <= 2 ** 40;
  return isSound ? shape : `its output of ${formatShape(shape)} can't be`;
}

function sentenceOf({ node, why }: { readonly node: GraphNode; readonly why: string }): string {
  return `${calledOf(node)}, as ${why}`;
}

function calledOf({ opType, called = opType }: GraphNode): string {
  return plainName(called, 60);
}
