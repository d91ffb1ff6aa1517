import { constant, dtypes, real, shape as shapeAttribute, text, type, type Attributes, type DType, type RealType } from './attributes'; // prettier-ignore

/** An output of a node: `name` for its first one, `name:1` for the next. */
export type Tensor = string & { readonly tensor: unique symbol };

/** A node that others wait for, as a control input. */
export type Control = string & { readonly control: unique symbol };

/** A node of TensorFlow's graph. */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Attributes;
}

/** What a signature feeds or gives. */
export interface SignatureTensor {
  readonly tensor: Tensor;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A function of the graph by the names of its arguments and results. */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
}

/** What a node is made of besides its operation. */
export interface NodeOptions {
  readonly inputs?: readonly Tensor[];
  readonly attributes?: Attributes;
  /** Nodes that must have run before. */
  readonly after?: readonly Control[];
  /** A name of its own instead of one after the operation. */
  readonly name?: string;
}

/** Writes a graph node by node; nodes are named after the scope, so that TensorFlow's complaints name the layer. */
export class GraphBuilder {
  readonly nodes: NodeDef[] = [];
  readonly #names = new Map<string, number>();
  readonly #pure = new Map<string, Tensor>();
  readonly #constants = new Map<string, Tensor>();
  readonly #contents = new WeakMap<object, string>();
  /** Nodes whose first outputs are real numbers of another type than float. */
  readonly #narrow = new Map<Tensor, RealType>();
  #scope = '';

  /** Nodes made in `body` are named `scope/…`. */
  within<T>(scope: string, body: () => T): T {
    const outer = this.#scope;
    this.#scope = outer === '' ? scope : `${outer}/${scope}`;
    try {
      return body();
    } finally {
      this.#scope = outer;
    }
  }

  /** The node of an operation without a state; one that is there already is used again. Its first output stands for it. */
  node(op: string, options: NodeOptions): Tensor {
    const { inputs = [], after = [] } = options;
    const attributes = this.#resolved(options.attributes ?? {}, inputs);
    const key = `${op} ${inputs.join()} ${after.join()} ${JSON.stringify(attributes)}`;
    const known = this.#pure.get(key) ?? this.#add(op, { ...options, attributes });
    this.#pure.set(key, known);
    const narrow = narrowType(attributes['DstT'] ?? attributes['T']);
    if (narrow !== undefined) this.#narrow.set(known, narrow);
    return known;
  }

  /** Of what real numbers a node's first output is made. */
  realOf(tensor: Tensor): RealType {
    return this.#narrow.get(tensor) ?? 'float';
  }

  #resolved(attributes: Attributes, inputs: readonly Tensor[]): Attributes {
    if (attributes['T'] !== real) return attributes;
    const narrow = inputs.find((input) => this.#narrow.has(input));
    return { ...attributes, T: type(narrow === undefined ? 'float' : this.realOf(narrow)) };
  }

  /** A node that reads or changes a state, or is fed. */
  stateful(op: string, options: NodeOptions): Tensor {
    return this.#add(op, options);
  }

  #add(op: string, { inputs = [], attributes = {}, after = [], name = op }: NodeOptions): Tensor {
    const unique = this.#unique(this.#scope === '' ? name : `${this.#scope}/${name}`);
    this.nodes.push({
      name: unique,
      op,
      input: [...inputs, ...after.map((control) => `^${control}`)],
      attr: attributes,
    });
    return unique as Tensor; // made here
  }

  /** A node that is run for its effect. */
  effect(op: string, options: NodeOptions): Control {
    return controlOf(this.#add(op, options));
  }

  /** A constant; equal ones are one node. */
  constant(values: Float32Array | Int32Array, sizes: readonly number[]): Tensor {
    const key = `${dtypeOf(values)} ${sizes.join(',')} ${this.#contentOf(values)}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const made = this.namedConstant('constants/Const', values, sizes);
    this.#constants.set(key, made);
    return made;
  }

  /** A constant of a name of its own, which may be too large to look for an equal one. */
  namedConstant(name: string, values: Float32Array | Int32Array, sizes: readonly number[]): Tensor {
    const attributes = { dtype: type(dtypeOf(values)), value: constant(values, sizes) };
    return this.#outside(() => this.#add('Const', { attributes, name }));
  }

  /** Joining large arrays takes time; the same one needs it once. */
  #contentOf(values: Float32Array | Int32Array): string {
    const content = this.#contents.get(values) ?? values.join(',');
    this.#contents.set(values, content);
    return content;
  }

  placeholder(name: string, dtype: DType, sizes: readonly number[]): Tensor {
    return this.#add('Placeholder', { attributes: { dtype: type(dtype), shape: shapeAttribute(sizes) }, name });
  }

  /** A handle to memory that stays between runs. */
  variable(name: string, sizes: readonly number[]): Tensor {
    const attributes = {
      dtype: type('float'),
      shape: shapeAttribute(sizes),
      container: text(''),
      shared_name: text(name),
    };
    return this.#outside(() => this.#add('VarHandleOp', { attributes, name: `variables/${name}` }));
  }

  #outside<T>(body: () => T): T {
    const scope = this.#scope;
    this.#scope = '';
    try {
      return body();
    } finally {
      this.#scope = scope;
    }
  }

  #unique(name: string): string {
    const used = this.#names.get(name) ?? 0;
    this.#names.set(name, used + 1);
    return used === 0 ? name : this.#unique(`${name}_${used}`);
  }
}

function dtypeOf(values: Float32Array | Int32Array): DType {
  return values instanceof Float32Array ? 'float' : 'int32';
}

function narrowType(attribute: Attributes[string] | undefined): RealType | undefined {
  if (attribute === undefined || !('type' in attribute)) return undefined;
  return (['bfloat16', 'half'] as const).find((name) => dtypes[name] === attribute.type);
}

/** A further output of a node. */
export function output(tensor: Tensor, index: number): Tensor {
  return (index === 0 ? tensor : `${tensor}:${index}`) as Tensor;
}

/** The node of a tensor, to wait for. */
export function controlOf(tensor: Tensor): Control {
  return (tensor.split(':', 1)[0] ?? tensor) as Control;
}
