import { damaged, shown, type NamedFile } from '../graph/damage';
import { checkCount, type GraphValue } from '../graph/graph';
import { batchShape, parseModel, type KerasModel, type RawLayer } from './kerasModel';
import { referencesIn, type KerasReference } from './kerasReferences';

/** A layer where it is called, with the tensors that it reads and gives. */
export interface CalledLayer {
  readonly layer: RawLayer;
  readonly name: string;
  readonly input: readonly string[];
  readonly output: string;
}

/** A model as one list of calls. */
export interface CalledLayers {
  readonly calls: readonly CalledLayer[];
  /** Sizes as the file has them. */
  readonly input: readonly GraphValue[];
}

const models: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/** Models within models. */
const maxDepth = 16;

/** The layers of a model and of the models in it. */
export function calledLayers(model: KerasModel, file: NamedFile): CalledLayers {
  const caller = new Caller(file);
  caller.model(model, { scope: '', given: undefined, depth: 0 });
  return caller;
}

interface Scope {
  /** Before the names of tensors. */
  readonly scope: string;
  /** What it reads; nothing for the whole model. */
  readonly given: readonly string[] | undefined;
  readonly depth: number;
}

class Caller implements CalledLayers {
  readonly calls: CalledLayer[] = [];
  readonly input: GraphValue[] = [];
  #layers = 0;

  constructor(private readonly file: NamedFile) {}

  /** The tensors that it gives. */
  model({ class_name, config }: KerasModel, scope: Scope): readonly string[] {
    if (scope.depth > maxDepth) throw damaged(this.file, `it has models within models more than ${maxDepth} deep`);
    checkCount((this.#layers += config.layers.length), this.file);
    return class_name === 'Sequential' ? this.#inARow(config, scope) : this.#wired(config, scope);
  }

  #inARow({ layers, build_input_shape }: KerasModel['config'], { scope, given, depth }: Scope): readonly string[] {
    let input = given?.slice(0, 1);
    for (const [index, layer] of layers.entries()) {
      const output = `${scope}${index}`;
      input ??= [this.#image(`${scope}input`, batchShape(layer.config) ?? build_input_shape ?? undefined)];
      if (layer.class_name !== 'InputLayer') this.#call({ layer, name: nameOf(layer), input, output }, depth);
      input = layer.class_name === 'InputLayer' ? input : [output];
    }
    return input ?? [];
  }

  #wired(
    { layers, input_layers, output_layers }: KerasModel['config'],
    { scope, given, depth }: Scope,
  ): readonly string[] {
    // prettier-ignore
    const counts = new Map(layers.map((layer) => [nameOf(layer), layer.inbound_nodes.length]));
    const inputs = new Map(referencesIn(input_layers).map(({ layer }, at) => [layer, given?.[at]]));
    const tensor = ({ layer, call, output }: KerasReference): string => {
      const last = Math.max(0, (counts.get(layer) ?? 1) - 1); // Keras 2 counts a nested model's calls from 1
      return `${scope}${layer}#${Math.min(call, last)}${output === 0 ? '' : `:${output}`}`;
    };
    for (const layer of layers) {
      const name = nameOf(layer);
      const isInput = layer.class_name === 'InputLayer' || layer.inbound_nodes.length === 0;
      if (isInput) this.#entry({ layer, name, input: [], output: `${scope}${name}#0` }, inputs.get(name));
      for (const [at, node] of layer.inbound_nodes.entries())
        this.#call({ layer, name, input: referencesIn(node).map(tensor), output: `${scope}${name}#${at}` }, depth);
    }
    return referencesIn(output_layers).map(tensor);
  }

  /** The input of the whole model, or what is given to a model within it. */
  #entry(call: CalledLayer, given: string | undefined): void {
    if (given === undefined) this.#image(call.output, batchShape(call.layer.config));
    else this.#add({ ...call, input: [given] });
  }

  #call(call: CalledLayer, depth: number): void {
    const { layer, input, output } = call;
    if (!models.has(layer.class_name)) {
      this.#add(call);
      return;
    }
    const model = parseModel(layer, this.file);
    const given = this.model(model, { scope: `${output}/`, given: input, depth: depth + 1 });
    for (const [at, each] of given.entries())
      this.#add({ ...call, layer: passing, input: [each], output: at === 0 ? output : `${output}:${at}` });
  }

  #image(name: string, sizes: readonly (number | null)[] | undefined): string {
    this.input.push({ name, dims: (sizes ?? []).map((size) => size ?? 0) });
    return name;
  }

  #add(call: CalledLayer): void {
    this.calls.push(call);
    checkCount(this.calls.length, this.file);
    if (call.name.length > 1_000) throw damaged(this.file, `the name ${shown(call.name)} of a layer is too long`);
  }
}

/** Stands where a model within a model ends. */
const passing: RawLayer = { class_name: 'InputLayer', config: {}, inbound_nodes: [] };

function nameOf({ name, config, class_name }: RawLayer): string {
  return name ?? (typeof config['name'] === 'string' ? config['name'] : class_name.toLowerCase());
}
