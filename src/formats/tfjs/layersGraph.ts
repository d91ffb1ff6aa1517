import { damaged, shown, type NamedFile } from '../graph/damage';
import type { Graph, GraphValue } from '../graph/graph';
import { calledLayers, type CalledLayer } from './kerasLayers';
import { parseConfig, parseModel } from './kerasModel';
import { isKnownLayer, kerasRow } from './kerasRules';
import { writeRow } from './operationRow';

/** The graph of a layers model: Keras's layers in ONNX's operations. */
export function layersGraph(topology: unknown, file: NamedFile): Graph {
  const model = parseModel(topology, file);
  const { calls, input } = calledLayers(model, file);
  const isChannelsFirst = hasChannelsFirst(calls, file);
  const pathOf = modulePaths(calls);
  const rows = calls.map(({ layer, name, input: read, output }) => {
    const className = layer.class_name;
    const config = isKnownLayer(className) ? parseConfig(layer, name, file) : {};
    const path = pathOf(name);
    const row = kerasRow({ className, config, path, isPart: path !== name, isChannelsFirst });
    return writeRow(row, { name: output, called: className, input: read, output: [output] });
  });
  return {
    name: model.config.name,
    node: rows.flatMap(({ node }) => node),
    initializer: rows.flatMap(({ initializer }) => initializer),
    input: isChannelsFirst ? input : input.map(channelsFirst),
  };
}

function channelsFirst({ name, dims }: GraphValue): GraphValue {
  const [images = 0, ...sizes] = dims;
  return { name, dims: dims.length === 4 ? [images, sizes[2] ?? 0, sizes[0] ?? 0, sizes[1] ?? 0] : dims };
}

/** Whether channels come before height and width, in which all layers have to agree. */
function hasChannelsFirst(calls: readonly CalledLayer[], file: NamedFile): boolean {
  const said = calls.flatMap(({ layer, name }) => {
    const format = isKnownLayer(layer.class_name) ? parseConfig(layer, name, file).data_format : undefined;
    return format == null ? [] : [{ name, isFirst: format === 'channels_first' }];
  });
  const [first] = said;
  const other = said.find(({ isFirst }) => isFirst !== first?.isFirst);
  if (first !== undefined && other !== undefined)
    throw damaged(file, `its layers ${shown(first.name)} and ${shown(other.name)} have their channels on different axes`); // prettier-ignore
  return first?.isFirst === true;
}

/** A layer `X_1` that stands before one that is named `X` is a part of that. */
function modulePaths(calls: readonly CalledLayer[]): (name: string) => string {
  const places = new Map(calls.map(({ name }, at) => [name, at]));
  return (name) => {
    const base = /^(?<base>.+)_\d+$/.exec(name)?.groups?.['base'] ?? name;
    return (places.get(base) ?? -1) > (places.get(name) ?? 0) ? base : name;
  };
}
