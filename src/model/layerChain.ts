import type { Kind, Layer, LayerAttributes } from './layer';

/** Epsilon and momentum (the weight of the newest batch) of torch.nn.BatchNorm2d. */
const batchNorm = { epsilon: 1e-5, momentum: 0.1 };

/** What a 2-d convolution needs besides its channels. */
export interface ConvOptions {
  readonly out: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** Grows a list of layers at a cursor: `name` is the layer whose output comes next, `channels` how many it has. */
export class LayerChain {
  readonly layers: Layer[] = [];
  #calls = new Map<string, number>();

  constructor(
    public name = '',
    public channels = 0,
  ) {}

  /** A layer on top of `inputs`, by default the cursor's; the cursor moves to it. */
  append<K extends Kind>(
    name: string,
    kind: K,
    options: { attributes: LayerAttributes[K]; inputs?: readonly string[] },
  ): this {
    const inputs = options.inputs ?? (this.name === '' ? [] : [this.name]);
    this.layers.push({ name: this.#unique(name), kind, attributes: options.attributes, inputs });
    this.name = this.layers.at(-1)?.name ?? '';
    return this;
  }

  /** A convolution with the padding (kernel − 1) / 2, which keeps the size at stride 1. */
  conv(name: string, { out, kernel, stride = 1, groups = 1, bias = false }: ConvOptions): this {
    const padding = (kernel - 1) / 2;
    this.append(name, 'conv2d', {
      attributes: { inChannels: this.channels, outChannels: out, kernel, stride, padding, groups, bias },
    });
    this.channels = out;
    return this;
  }

  bn(name: string): this {
    return this.append(name, 'batchNorm2d', { attributes: { channels: this.channels, ...batchNorm } });
  }

  relu(name: string): this {
    return this.append(name, 'relu', { attributes: {} });
  }

  /** A module called again keeps its path, with the call's number appended. */
  #unique(name: string): string {
    const calls = this.#calls.get(name) ?? 0;
    this.#calls.set(name, calls + 1);
    return calls === 0 ? name : `${name}_${calls}`;
  }
}
