import { analyze } from '../../src/model/analyze';
import { elements, isKind, type Architecture, type Shape } from '../../src/model/layer';
import { LayerChain } from '../../src/model/layerChain';
import type { Growth, Growths, NetworkPlan, Sort } from './randomPlans';

/** Fewer values a channel than this leave batch norm little but signs, and its gradient little but rounding. */
const fewestNormalised = 16;

/** The network of a plan, without the parts that find their image too small. */
export function grow(plan: NetworkPlan): Architecture {
  const stem = fitting(plan.stem, (kept) => assemble({ ...plan, stem: kept, blocks: [], tail: [] }), plan);
  const blocks = fitting(plan.blocks, (kept) => assemble({ ...plan, stem, blocks: kept, tail: [] }), plan);
  const tail = fitting(plan.tail, (kept) => assemble({ ...plan, stem, blocks, tail: kept }), plan);
  return assemble({ ...plan, stem, blocks, tail });
}

function fitting<G extends Growth>(
  growths: readonly G[],
  assembled: (kept: readonly G[]) => Architecture,
  { count }: NetworkPlan,
): readonly G[] {
  return growths.reduce<readonly G[]>((kept, growth) => {
    const more = [...kept, growth];
    return isSound(assembled(more), count) ? more : kept;
  }, []);
}

function isSound(architecture: Architecture, count: number): boolean {
  const { layers, problems } = analyze(architecture);
  const norms = layers.filter(({ layer }) => isKind(layer, 'batchNorm2d'));
  return problems.length === 0 && norms.every(({ input }) => count * elements(input.slice(1)) >= fewestNormalised);
}

function assemble({ size, widening, stem, blocks, tail, pooled, classes, bias }: NetworkPlan): Architecture {
  const input = [3, ...size];
  const chain = new LayerChain('', 3).append('input', 'input', { attributes: { shape: input } });
  for (const growth of [...stem, ...blocks, ...tail]) append(chain, widened(growth, widening));
  if (pooled > 0) chain.append('avgpool', 'adaptiveAvgPool2d', { attributes: { output: pooled } });
  chain.append('flatten', 'flatten', { attributes: {} });
  const inFeatures = elements(shapeAt(chain, input));
  chain.append('fc', 'linear', { attributes: { inFeatures, outFeatures: classes, bias } });
  return { name: 'random', input, classes, layers: chain.layers };
}

function shapeAt({ layers }: LayerChain, input: Shape): Shape {
  return analyze({ name: 'random', input, classes: 0, layers }).layers.at(-1)?.output ?? [];
}

function widened(growth: Growth, by: number): Growth {
  if (growth.sort === 'conv') return { ...growth, out: growth.out * by };
  return growth.sort === 'block' ? { ...growth, width: growth.width * by } : growth;
}

type Rows = { readonly [S in Sort]: (chain: LayerChain, growth: Growths[S]) => void };

const rows: Rows = {
  conv: (chain, { out, groups: wanted, ...window }) => {
    const groups = chain.channels % wanted === 0 ? wanted : 1;
    const outChannels = groups * Math.ceil(out / groups);
    chain.append('conv', 'conv2d', { attributes: { inChannels: chain.channels, outChannels, groups, ...window } });
    chain.channels = outChannels;
  },
  norm: (chain) => chain.bn('bn'),
  relu: (chain) => chain.relu('relu'),
  pool: (chain, { kernel, stride, padding }) =>
    chain.append('maxpool', 'maxPool2d', { attributes: { kernel, stride, padding } }),
  means: (chain, { kernel, stride }) => chain.append('means', 'avgPool2d', { attributes: { kernel, stride } }),
  gate: (chain, { squeezed }) => {
    const { name } = chain;
    if (squeezed) chain.append('squeeze', 'adaptiveAvgPool2d', { attributes: { output: 1 } });
    chain.conv('gate', { out: chain.channels, kernel: 1, bias: true }).append('open', 'sigmoid', { attributes: {} });
    chain.append('gated', 'multiply', { attributes: {}, inputs: [name, chain.name] });
  },
  scale: (chain, { factor }) => chain.append('scale', 'scale', { attributes: { factor } }),
  neighbours: (chain, { size, alpha, beta, k }) =>
    chain.append('neighbours', 'localResponseNorm', { attributes: { size, alpha, beta, k } }),
  /** With more cells than pixels a batch norm behind it would have fewer values than `isSound` believes. */
  grid: (chain, { output }) => {
    const cells = Math.min(output, ...shapeAt(chain, []).slice(1));
    chain.append('grid', 'adaptiveAvgPool2d', { attributes: { output: cells } });
  },
  block: appendBlock,
};

function append<S extends Sort>(chain: LayerChain, growth: { readonly sort: S } & Growths[S]): void {
  rows[growth.sort](chain, growth);
}

function appendBlock(chain: LayerChain, plan: Growths['block']): void {
  const name = `layer1.${chain.layers.filter((layer) => isKind(layer, 'add')).length}`;
  const { shortcut } = plan;
  const input = { name: chain.name, channels: chain.channels };
  const stride = shortcut === 'identity' ? 1 : plan.stride;
  const out = { identity: input.channels, projection: plan.width, padded: Math.max(plan.width, input.channels) }[shortcut]; // prettier-ignore
  appendBranch(chain, name, { ...plan, stride, out });
  const branch = chain.name;
  chain.name = input.name;
  chain.channels = input.channels;
  if (shortcut === 'projection')
    chain.conv(`${name}.downsample.0`, { out, kernel: 1, stride }).bn(`${name}.downsample.1`);
  if (shortcut === 'padded')
    chain.append(`${name}.shortcut`, 'paddedIdentity', { attributes: { stride, outChannels: out } });
  chain.channels = out;
  chain.append(`${name}.add`, 'add', { attributes: {}, inputs: [branch, chain.name] }).relu(`${name}.relu`);
}

function appendBranch(chain: LayerChain, name: string, plan: Growths['block'] & { readonly out: number }): void {
  const { bottleneck, width, stride, bias, out } = plan;
  const kernels = bottleneck ? [1, 3, 1] : [3, 3];
  kernels.forEach((kernel, index) => {
    const isLast = index === kernels.length - 1;
    const strided = kernels.indexOf(3) === index ? stride : 1;
    const channelsOut = isLast ? out : width;
    chain.conv(`${name}.conv${index + 1}`, { out: channelsOut, kernel, stride: strided, bias }).bn(`${name}.bn${index + 1}`); // prettier-ignore
    if (!isLast) chain.relu(`${name}.relu`);
  });
}
