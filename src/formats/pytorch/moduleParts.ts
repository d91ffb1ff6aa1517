import type { LayerFacts } from '../../model/analyze';
import type { Shape } from '../../model/layer';

/** What goes into a group of layers and what comes out, one value each. */
export interface Region {
  /** Names of layers. */
  readonly input: string;
  readonly output: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** One layer; `call` is the name of the module that it calls, another's where that is called again. */
export interface LeafPart {
  readonly type: 'leaf';
  readonly name: string;
  readonly facts: LayerFacts;
  readonly call: string;
}

/** A torch.nn.Sequential. */
export interface SequentialPart {
  readonly type: 'sequential';
  readonly name: string;
  readonly parts: readonly Part[];
  readonly region: Region;
}

/** A module of a class of its own. */
export interface BlockPart {
  readonly type: 'block';
  readonly name: string;
  readonly parts: readonly Part[];
  readonly steps: readonly Step[];
  readonly region: Region;
}

/** Modules that share a name's beginning and are called one by one from outside. */
export interface LoosePart {
  readonly type: 'loose';
  readonly name: string;
  readonly parts: readonly Part[];
  readonly steps: readonly Step[];
}

/** What a part of the layers' names stands for. */
export type Part = LeafPart | SequentialPart | BlockPart | LoosePart;

/** One call in a block's `forward`. */
export interface Step {
  /** The module's names from the block on. */
  readonly path: readonly string[];
  readonly part: Exclude<Part, LoosePart>;
  /** Layers whose values it takes and gives. */
  readonly inputs: readonly string[];
  readonly output: string;
}
