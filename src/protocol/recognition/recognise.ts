import type { Architecture, Shape } from '../../model/layer';
import { isSequential, presetNames } from '../../model/presets';
import { draftNetwork, imageShape } from '../draftNetwork';
import type { NetworkOptions } from '../networkOptions';
import { given } from '../spelledNetwork';
import { plainTwin, residualCandidates } from './residualCandidates';
import { hasBlocks, residualTraits } from './residualTraits';
import { misfitOf, quotedTensor, type Misfit, type TensorShapes } from './tensorFit';

/** The network that some tensors belong to. */
export interface RecognisedNetwork {
  readonly options: NetworkOptions;
  /** Channels, height and width of the images that it is shown with: its paper's, or the data sets' for files of ours. */
  readonly input: Shape;
  readonly classes: number;
  /** `recorded`: the file says so itself; `only`: no other network known here fits; `likely`: those in `alternatives` fit as well. */
  readonly certainty: 'recorded' | 'only' | 'likely';
  readonly alternatives: readonly NetworkOptions[];
}

/** What is known of a file besides its tensors. */
export interface FileHints {
  /** What a network without a known name is called. */
  readonly name: string;
  /** What the file calls its network. */
  readonly model?: string | undefined;
  /** The network as the file spells it. */
  readonly network?: NetworkOptions | undefined;
}

/** Why some tensors belong to no network known here, in half a sentence. */
export interface Unrecognised {
  readonly fault: string;
}

/** Finds the network whose tensors are exactly these, by names and shapes. */
export function recognise(shapes: TensorShapes, hints: FileHints): RecognisedNetwork | Unrecognised {
  const recorded = hints.network === undefined ? undefined : fitting(shapes, hints.network);
  if (recorded !== undefined && 'options' in recorded)
    return { ...recorded, input: withChannels(recorded.input, imageShape), certainty: 'recorded', alternatives: [] };
  const others = hasBlocks(shapes) ? residual(shapes, hints) : firstThat(shapes, sequentialNames.map((model) => ({ model }))); // prettier-ignore
  return 'fault' in others ? { fault: faultOf(others, shapes) } : others;
}

/** Checks a network that is named against the tensors. */
export function fitNamed(shapes: TensorShapes, options: NetworkOptions): RecognisedNetwork | Unrecognised {
  const found = fitting(shapes, options);
  if ('options' in found) return { ...found, certainty: 'only', alternatives: [] };
  return { fault: found.first };
}

const sequentialNames = presetNames.filter(isSequential);

interface Failure {
  readonly fault: Misfit | undefined;
  readonly nearest: string;
}

function residual(shapes: TensorShapes, { name, model }: FileHints): RecognisedNetwork | Failure {
  const foreign = foreignTensor(shapes);
  const traits = foreign === undefined ? residualTraits(shapes) : undefined;
  if (traits === undefined) return { fault: foreign ?? incomplete(shapes), nearest: '' };
  const found = firstThat(shapes, residualCandidates(traits, { recorded: model, own: name }));
  if ('fault' in found) return found;
  const twins = [plainTwin(found.options, traits), gatedTwin(found.options)].filter((twin) => twin !== undefined);
  const alternatives = found.options.model === model ? [] : twins;
  return { ...found, certainty: alternatives.length === 0 ? 'only' : 'likely', alternatives };
}

/** Exclusive gating and gating of the shortcut alone have the same tensors. */
function gatedTwin(options: NetworkOptions): NetworkOptions | undefined {
  return options.shortcut === 'gated' ? { ...options, shortcut: 'shortcut-gated' } : undefined;
}

const parts = 'conv[123]|bn[123]|downsample\\.[012]|se\\.fc[12]|gate';
const known = new RegExp(`^((conv1(\\.[01346])?|bn1|bn|fc)|layer\\d+\\.\\d+\\.(${parts}))\\.(weight|bias|running_mean|running_var|num_batches_tracked)$`); // prettier-ignore

/** The first tensor whose name no residual network here has. */
function foreignTensor(shapes: TensorShapes): Misfit | undefined {
  for (const [name, shape] of shapes)
    if (!known.test(name)) return { count: Infinity, first: `its ${quotedTensor(name, shape)} has no place in one` };
  return undefined;
}

/** What keeps tensors that have the names of a residual network from being one. */
function incomplete(shapes: TensorShapes): Misfit {
  const stem = shapes.has('conv1.0.weight') ? 'conv1.6.weight' : 'conv1.weight';
  const missing = [stem, 'fc.weight', 'layer1.0.conv2.weight'].find((name) => !shapes.has(name));
  const first =
    missing === undefined ? 'its residual blocks are incomplete or of other sizes' : `it lacks "${missing}"`;
  return { count: Infinity, first };
}

function firstThat(shapes: TensorShapes, candidates: readonly NetworkOptions[]): RecognisedNetwork | Failure {
  let best: Failure = { fault: undefined, nearest: '' };
  for (const options of candidates) {
    const found = fitting(shapes, options);
    if ('options' in found) return { ...found, certainty: 'only', alternatives: [] };
    if (found.count < (best.fault?.count ?? Infinity)) best = { fault: found, nearest: options.model };
  }
  return best;
}

type Fitting = Pick<RecognisedNetwork, 'options' | 'input' | 'classes'>;

/** The network with the file's channels and classes, if it has the file's tensors. */
function fitting(shapes: TensorShapes, options: NetworkOptions): Fitting | Misfit {
  const { architecture: own } = draftNetwork(options, { classes: undefined, input: 'own' });
  if (own === undefined) return { count: Infinity, first: 'there is no such network' };
  const classes = headClasses(own, shapes);
  const input = withChannels(inputChannels(own, shapes), own.input);
  const { architecture, problems } = draftNetwork(options, { classes, input });
  if (architecture === undefined || problems.length > 0) return { count: Infinity, first: 'there is no such network' };
  return misfitOf(architecture, shapes) ?? { options: given(options) as NetworkOptions, input, classes }; // the same keys
}

/** The rows of the last linear layer, in the file if it is there. */
function headClasses({ layers, classes }: Architecture, shapes: TensorShapes): number {
  const head = layers.findLast(({ kind }) => kind === 'linear')?.name ?? '';
  return positive(shapes.get(`${head}.weight`)?.[0]) ?? classes;
}

function inputChannels({ layers, input }: Architecture, shapes: TensorShapes): Shape {
  const first = layers.find(({ kind }) => kind === 'conv2d')?.name ?? '';
  const channels = positive(shapes.get(`${first}.weight`)?.[1]);
  return channels === undefined ? input : [channels];
}

function positive(size: number | undefined): number | undefined {
  return size !== undefined && size >= 1 && size <= 1_000_000 ? size : undefined;
}

function withChannels([channels = 3]: Shape, [, height = 1, width = 1]: Shape): Shape {
  return [channels, height, width];
}

function faultOf({ fault, nearest }: Failure, shapes: TensorShapes): string {
  const [first] = shapes;
  if (first === undefined) return 'it has no tensors';
  if (fault === undefined || (nearest !== '' && fault.count > shapes.size / 2))
    return `its ${quotedTensor(first[0], first[1])} belongs to none`;
  return nearest === '' ? fault.first : `${fault.first}, to be ${nearest}`;
}
