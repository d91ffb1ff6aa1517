import type { Architecture } from '../../model/layer';
import type { Precision } from '../../protocol/recipe';
import type { OptimizerOptions } from '../eager/optimizer';
import { writeBackward, type ParameterGradient } from './backwardPass';
import { logitsOf, writeForward, type NetworkParts, type WrittenLayer } from './forwardPass';
import { writeGate } from './gate';
import { writeHealth } from './health';
import { type, type RealType } from './graph/attributes';
import { GraphBuilder, type Signature, type SignatureTensor, type Tensor } from './graph/graphBuilder';
import { asReal, cast, elementwise, gatherAt, pack, reduce, scalarInt } from './graph/operations';
import { writeLoss, type Loss } from './loss';
import { writeMeasures } from './measures';
import { networkInputs, type GraphInputOptions, type NetworkInputs } from './networkInputs';
import { networkTensors, planConvolutions } from './networkTensors';
import { randomKeys } from './randomKeys';
import { Slots } from './slots';
import { stateSignatures } from './stateSignatures';
import { writeBuffers, writeUpdates } from './updates';
import type { Rates } from './updateRows';

/** What a network's graph is written from. */
export interface NetworkGraphOptions {
  readonly architecture: Architecture;
  readonly optimizer: OptimizerOptions;
  readonly input: GraphInputOptions;
  readonly labelSmoothing: number;
  /** The batches' usual size: any other works as well, perhaps not as fast. */
  readonly batchSize: number;
  /** What the layers compute with in training; left out: float32. Parameters, loss and updates are float32 in any case, and so is testing. */
  readonly precision?: Precision | undefined;
  /** Where the graph runs; left out: on the processor. */
  readonly device?: 'cpu' | 'gpu' | undefined;
  /** Whether the processor's kernels have gradients of grouped convolutions; left out: no. */
  readonly groupedKernels?: boolean | undefined;
}

/** Which real numbers a precision computes with. */
const realTypes: Readonly<Record<Precision, RealType>> = { float32: 'float', bfloat16: 'bfloat16', float16: 'half' };

/** A graph and its functions. */
export interface NetworkGraph {
  readonly graph: GraphBuilder;
  readonly signatures: Readonly<Record<string, Signature>>;
}

/** Writes the whole of a network as one graph: training step, evaluation, prediction, and the way in and out for its state. */
export function writeNetworkGraph(options: NetworkGraphOptions): NetworkGraph {
  const graph = new GraphBuilder();
  const { architecture } = options;
  const { batchSize, precision = 'float32', device = 'cpu', groupedKernels } = options;
  const own = device === 'gpu' || precision !== 'float32';
  const plans = planConvolutions(architecture, { batchSize, own, device, groupedKernels });
  const tensors = networkTensors(graph, architecture, { plans, decays: options.optimizer.weightDecay !== 0 });
  const slots = new Slots(graph, options.optimizer);
  const keys = randomKeys(graph, architecture);
  const valueOf = (name: string): Tensor | undefined => tensors.get(name)?.memories[0]?.value;
  const parts: NetworkParts = {
    graph,
    architecture,
    plans,
    tensors,
    valueOf,
    keys,
    keyOf: (layer) => keys.keyOf(layer),
  };
  const inputs = networkInputs(graph, architecture.input, options.input);
  const signatures = {
    ...trainingSignatures(options, { parts, inputs, slots }),
    ...inferenceSignatures(parts, inputs),
    ...stateSignatures(graph, tensors, slots),
    ...(inputs.kept === undefined ? {} : { keep: inputs.kept.keep }),
  };
  return { graph, signatures };
}

/** How a batch's images are fed, by the ending of the functions that take them so: as stored, ready, or by their places. */
type Feeds = Readonly<Record<'' | '_images' | '_kept', Signature['inputs'] | undefined>>;

function feedsOf(
  { pixels, kept }: NetworkInputs,
  images: SignatureTensor,
  augmentation: Signature['inputs'] = {},
): Feeds {
  return {
    '': { pixels, ...augmentation },
    _images: { images },
    _kept: kept === undefined ? undefined : { places: kept.places, ...augmentation },
  };
}

/** A function for each way of feeding. */
function fedBy(
  feeds: Feeds,
  functions: (ending: string, fed: Signature['inputs']) => Record<string, Signature>,
): Record<string, Signature> {
  const made = Object.entries(feeds).map(([ending, fed]) => (fed === undefined ? {} : functions(ending, fed)));
  return Object.assign({}, ...made) as Record<string, Signature>; // of those
}

interface TrainingParts {
  readonly parts: NetworkParts;
  readonly inputs: NetworkInputs;
  readonly slots: Slots;
}

function trainingSignatures(
  options: NetworkGraphOptions,
  { parts, inputs, slots }: TrainingParts,
): Record<string, Signature> {
  const { graph, tensors, architecture } = parts;
  const seen = asReal(graph, inputs.images.tensor, realTypes[options.precision ?? 'float32']);
  const layers = writeForward(parts, seen, 'train');
  const loss = graph.within('loss', () =>
    writeLoss(graph, {
      logits: logitsOf(layers),
      labels: inputs.labels.tensor,
      classes: architecture.classes,
      smoothing: options.labelSmoothing,
    }),
  );
  const rates = ratesOf(graph);
  const isScaled = options.precision === 'float16';
  const gradients = writeBackward(graph, layers, isScaled ? scaled(graph, loss.gradient, rates) : { logitsGradient: loss.gradient }); // prettier-ignore
  const buffers = newBuffers(layers);
  const health = graph.within('health', () =>
    writeHealth(graph, {
      loss: loss.loss,
      statistics: [...buffers.values()],
      gradients: isScaled ? [...gradients.values()].map(({ gradient }) => gradient) : [],
    }),
  );
  const gate = graph.within('gate', () => writeGate(graph, health.finite));
  const updates = writeUpdates({
    graph,
    tensors,
    slots,
    gradients,
    gate,
    rates: rates.each,
    options: options.optimizer,
  });
  const effects = [...updates.flatMap((update) => update.effects.flat()), ...writeBuffers(graph, buffers, { tensors, gate })]; // prettier-ignore
  const result = graph.within('train', () =>
    gate.after(
      pack(graph, [health.loss, loss.correct, cast(graph, health.finite, ['bool', 'float'])]),
      effects,
      'result',
    ),
  );
  const metrics = writeMeasures({ ...parts, layers, updates, gate });
  const fed = { labels: inputs.labels, rates: rates.fed, ...parts.keys.fed };
  const plain = { result: vector(result, 3) };
  const measured = { ...plain, metrics: vector(metrics, -1) };
  return {
    ...fedBy(feedsOf(inputs, inputs.images, inputs.augmentation), (ending, images) => ({
      [`train${ending}`]: { inputs: { ...images, ...fed }, outputs: plain },
      [`train${ending}_measured`]: { inputs: { ...images, ...fed }, outputs: measured },
    })),
    ...gradientSignatures({ parts, inputs, gradients, loss, logits: logitsOf(layers), buffers, fed: { ...(isScaled ? { rates: rates.fed } : {}), ...parts.keys.fed } }), // prettier-ignore
  };
}

interface GradientParts {
  readonly parts: NetworkParts;
  readonly inputs: NetworkInputs;
  readonly gradients: ReadonlyMap<string, ParameterGradient>;
  readonly loss: Loss;
  readonly logits: Tensor;
  readonly buffers: ReadonlyMap<string, Tensor>;
  /** What it needs besides images and labels. */
  readonly fed: Readonly<Record<string, SignatureTensor>>;
}

/** The gradients alone, in PyTorch's layouts, and each new statistic's sum, which tells whether it is finite; nothing is updated. */
function gradientSignatures({
  parts,
  inputs,
  gradients,
  loss,
  logits,
  buffers,
  fed,
}: GradientParts): Record<string, Signature> {
  const { graph, tensors } = parts;
  const outputs: Record<string, SignatureTensor> = {
    loss: { tensor: loss.loss, dtype: 'float', shape: [] },
    logits: { tensor: logits, dtype: 'float', shape: [-1, parts.architecture.classes] },
  };
  if (buffers.size > 0) {
    const sums = [...buffers.values()].map((x) => reduce(graph, 'Sum', { x, axes: [0] }));
    outputs['statistics'] = vector(pack(graph, sums), sums.length);
  }
  for (const [name, { gradient }] of gradients) {
    const tensor = tensors.get(name);
    if (tensor === undefined) continue;
    const dead = tensor.memories.slice(1).map(({ value }) => graph.node('ZerosLike', { inputs: [value], attributes: { T: type('float') } })); // prettier-ignore
    const whole = graph.within(`gradients/${name}`, () => tensor.stored.toTorch(graph, [gradient, ...dead]));
    outputs[name] = { tensor: whole, dtype: 'float', shape: tensor.stored.spec.shape };
  }
  return fedBy(feedsOf(inputs, inputs.images, inputs.augmentation), (ending, images) => ({
    [`gradients${ending}`]: { inputs: { ...images, labels: inputs.labels, ...fed }, outputs },
  }));
}

function inferenceSignatures(parts: NetworkParts, inputs: NetworkInputs): Record<string, Signature> {
  const { graph, architecture } = parts;
  const { logits, loss } = graph.within('inference', () => {
    const found = logitsOf(writeForward(parts, inputs.plainImages.tensor, 'inference'));
    const { labels } = inputs;
    const options = { logits: found, labels: labels.tensor, classes: architecture.classes, smoothing: 0 };
    return { logits: found, loss: writeLoss(graph, options) };
  });
  const predicted = { logits: { tensor: logits, dtype: 'float', shape: [-1, architecture.classes] } } as const;
  const scored = { score: vector(pack(graph, [loss.sum, loss.correct]), 2) };
  return fedBy(feedsOf(inputs, inputs.plainImages), (ending, images) => ({
    [`predict${ending}`]: { inputs: images, outputs: predicted },
    [`evaluate${ending}`]: { inputs: { ...images, labels: inputs.labels }, outputs: { ...predicted, ...scored } },
  }));
}

function newBuffers(layers: readonly WrittenLayer[]): ReadonlyMap<string, Tensor> {
  const named = layers.flatMap(({ call, buffers }) =>
    Object.entries(buffers).map(([suffix, value]) => [`${call.layer.name}.${suffix}`, value] as const),
  );
  return new Map(named);
}

function vector(tensor: Tensor, size: number): SignatureTensor {
  return { tensor, dtype: 'float', shape: [size] };
}

/** What is fed with each step: the optimiser's rates, the loss's scale and its reciprocal. */
interface FedRates {
  readonly fed: SignatureTensor;
  readonly each: Rates;
  readonly scale: Tensor;
  readonly unscale: Tensor;
}

function scaled(graph: GraphBuilder, gradient: Tensor, { scale, unscale }: FedRates) {
  return { logitsGradient: elementwise(graph, 'Mul', [gradient, scale]), unscale };
}

function ratesOf(graph: GraphBuilder): FedRates {
  const fed = graph.placeholder('rates', 'float', [5]);
  const rate = (index: number): Tensor => gatherAt(graph, fed, scalarInt(graph, index));
  const each = { stepSize: rate(0), epsilon: rate(1), decay: rate(2) };
  return { fed: { tensor: fed, dtype: 'float', shape: [5] }, each, scale: rate(3), unscale: rate(4) };
}
