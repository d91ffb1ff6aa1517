import { elements, type Architecture, type Layer } from '../../model/layer';
import { damaged, type NamedFile } from './damage';
import { graphInput, type GraphInput } from './graphInput';
import { namedLayers } from './layerNames';
import { LayerList } from './layerList';
import type { Graph } from './graph';
import { differences } from './differences';
import { findBlocks } from './residualBlocks';
import { sortNodes } from './sortNodes';

/** The network in a file, and what is to be said about it. */
export interface ImportedNetwork {
  readonly architecture: Architecture;
  /** Operations that are not known here, by name, and how many there are of each. */
  readonly unknown: Readonly<Record<string, number>>;
  /** The last layer before something is left out, and why, in a sentence; nothing where the whole network is shown. */
  readonly problem: { readonly layer: string; readonly message: string } | undefined;
  /** A sentence each. */
  readonly notes: readonly string[];
}

/** The network that a graph describes; pure. */
export function importGraph(graph: Graph, file: NamedFile): ImportedNetwork {
  const nodes = sortNodes(graph, file);
  const input = graphInput(graph, file);
  const layers = new LayerList({ ...graph, node: nodes }, input);
  for (const node of nodes) layers.add(node);
  if (layers.imported.length === 1) throw damaged(file, `nothing in it can be shown; ${layers.whyNothing()}`);
  const { shapes } = layers;
  const blocks = findBlocks(layers.imported);
  const ends = new Map(blocks.map((block) => [block.add, block.ends]));
  const names = namedLayers(layers.imported, { blocks, shapes });
  const last = shapes.at(-1) ?? [];
  const architecture: Architecture = {
    name:
      graph.name === '' || graph.name === 'main_graph'
        ? file.name.replace(/\.(onnx|json)$/, '')
        : graph.name.slice(0, 200).replace(/\p{C}+/gu, ' '),
    input: input.shape,
    classes: last.length === 1 ? elements(last) : 0,
    layers: layers.imported.map(({ made, inputs }, index): Layer => {
      const from = ends.get(index) ?? inputs; // a branch comes before its shortcut, as the outline has it
      return { name: names[index] ?? '', ...made, inputs: from.map((input) => names[input] ?? '') };
    }),
  };
  return { architecture, unknown: layers.unknownCounts(), ...remarks(layers, names, input) };
}

function remarks(
  layers: LayerList,
  names: readonly string[],
  input: GraphInput,
): Pick<ImportedNetwork, 'problem' | 'notes'> {
  const notes = [...input.notes, ...differences(layers.imported)];
  const what = layers.whatIsMissing(names);
  if (what === undefined) return { problem: undefined, notes };
  return { problem: { layer: names[what.after] ?? '', message: what.message }, notes: [...notes, what.message] };
}
