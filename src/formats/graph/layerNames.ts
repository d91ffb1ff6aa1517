import type { Shape } from '../../model/layer';
import { blockNames } from './blockNames';
import type { ImportedLayer } from './importedLayer';
import { plainName } from './plainName';
import { shortNames } from './shortNames';
import type { GraphNode } from './graph';
import type { FoundBlock } from './residualBlocks';

const inBlock = /^layer\d+\.\d+\./;

/** A name for each layer, none twice: torchvision's module paths where the file has them, else of the blocks that the graph shows. */
export function namedLayers(
  layers: readonly ImportedLayer[],
  { blocks, shapes }: { readonly blocks: readonly FoundBlock[]; readonly shapes: readonly Shape[] },
): readonly string[] {
  const known = modulePaths(layers);
  const tells = blocks.every(({ add }) => inBlock.test(known[add] ?? ''));
  const names = tells ? layers.map((layer, index) => known[index] ?? shortNames[layer.made.kind]) : blockNames(layers, { blocks, shapes, known }); // prettier-ignore
  return withoutTwice(names.map((name, index) => (index === 0 ? 'input' : name)));
}

/** Whether a batch norm has been folded into a convolution: it has a bias that the module had not, or stands in the batch norm's scope. */
export function isFolded({ made, call }: ImportedLayer): boolean {
  if (made.kind !== 'conv2d' || call === undefined) return false;
  if (call.node.isFolded !== undefined) return call.node.isFolded;
  const [, weight = '', bias] = call.node.input;
  const path = ofWeight(weight);
  if (path === undefined) return made.attributes.bias && weight.startsWith('onnx::');
  const { scope } = call.node;
  return (made.attributes.bias && bias !== `${path}.bias`) || (scope !== undefined && scope !== path);
}

/** The module paths that a file tells, by its weights' names or its operations'. */
function modulePaths(layers: readonly ImportedLayer[]): readonly (string | undefined)[] {
  const scopes = layers.map(({ call }) => (call === undefined ? undefined : scopeOf(call.node)));
  const parents = new Set(scopes.flatMap((scope) => parentsOf(scope ?? '')));
  return layers.map(({ made, call }, index) => {
    if (call?.node.path !== undefined) return plainName(call.node.path);
    const owner = call?.operands[1]?.type === 'constant' ? ofWeight(call.node.input[1] ?? '') : undefined;
    const scope = scopes[index];
    if (owner !== undefined || scope === undefined) return owner;
    if (scope === '') return shortNames[made.kind];
    return parents.has(scope) ? `${scope}.${shortNames[made.kind]}` : scope;
  });
}

function ofWeight(name: string): string | undefined {
  return /^(?<path>[\w.]{1,200})\.weight$/.exec(name)?.groups?.['path'];
}

/** `layer1` and `layer1.0` of `layer1.0.conv1`. */
function parentsOf(path: string): string[] {
  const parts = path.split('.').slice(0, 20);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** The module in which an operation is: as PyTorch's exporters write it, new and old, or as we do. */
function scopeOf(node: GraphNode): string | undefined {
  const { name, scope } = node;
  if (scope !== undefined) return scope;
  if (name.startsWith('/')) return joined(name.slice(1).split('/').slice(0, -1));
  const [path = ''] = name.split('/', 1);
  return isPath(path) ? path : undefined;
}

/** `layer1/layer1.0/conv1`: a child of a list repeats the list's name. */
function joined(parts: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const part of parts.slice(0, 20)) {
    if (part.startsWith(`${path.at(-1) ?? ''}.`)) path.pop();
    path.push(part);
  }
  const whole = path.join('.');
  return whole === '' || isPath(whole) ? whole : undefined;
}

/** A module path rather than an operation's name with a number. */
function isPath(name: string): boolean {
  return /^[\w.]{1,200}$/.test(name) && !/^(node_)?[A-Z]?\w*_\d+$/.test(name) && !/^(node_|n\d)/.test(name);
}

function withoutTwice(names: readonly string[]): readonly string[] {
  const taken = new Map<string, number>();
  const given = new Set<string>();
  return names.map((name) => {
    let calls = taken.get(name) ?? 0;
    let unique = calls === 0 ? name : `${name}_${calls}`;
    while (given.has(unique)) unique = `${name}_${++calls}`;
    taken.set(name, calls + 1);
    given.add(unique);
    return unique;
  });
}
