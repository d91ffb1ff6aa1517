import { formatShape, type Architecture, type Shape } from './layer';
import { preset, presetNames, type PresetOptions } from './presets';
import { tensorsOf } from './tensorRules';

/** A network that has the tensors of a file. */
export interface Candidate {
  readonly model: string;
  readonly options: PresetOptions;
  readonly architecture: Architecture;
}

/** What a file's tensors are: networks that have exactly these, likeliest first; or none, and why the nearest is not it. */
export type Recognition =
  | { readonly candidates: readonly [Candidate, ...Candidate[]] }
  | { readonly candidates: readonly []; readonly reason: string };

/** A file's tensors: shapes by name, in PyTorch's layouts. */
export type TensorShapes = ReadonlyMap<string, Shape>;

/** Counters, which a file may have or not. */
const counter = /\.num_batches_tracked$/;

/** Recognises a preset, or one of its variants, from the names and shapes of its tensors. */
export function recognise(tensors: TensorShapes): Recognition {
  const shapes = new Map([...tensors].filter(([name]) => !counter.test(name)));
  const compared = variants(shapes).map((candidate) => ({ candidate, ...compare(candidate.architecture, shapes) }));
  const [first, ...others] = compared.filter(({ fault }) => fault === undefined).map(({ candidate }) => candidate);
  if (first !== undefined) return { candidates: [first, ...others] };
  const nearest = compared.toSorted((a, b) => b.share - a.share)[0];
  const isNear = nearest !== undefined && nearest.share > 0.1;
  return {
    candidates: [],
    reason: isNear
      ? `the nearest is ${nearest.candidate.model}, but ${nearest.fault ?? ''}`
      : `none of its ${shapes.size} tensors is named as in a network known here, such as ${JSON.stringify(shapes.keys().next().value ?? '')}`,
  };
}

/** The networks that a file might be: those as deep as it has tensors, with its classes and channels. */
function variants(shapes: TensorShapes): readonly Candidate[] {
  const classes = ['fc.weight', 'classifier.6.weight', 'fc8.weight'].flatMap((name) => shapes.get(name)?.[0] ?? [])[0];
  const channels = ['conv1.weight', 'features.0.weight'].flatMap((name) => shapes.get(name)?.[1] ?? [])[0];
  return presetNames
    .filter((model) => shapes.size > 1500 || !/1202|1001/.test(model))
    .flatMap((model) =>
      changesFor(model, shapes).flatMap((options) => candidate({ model, options, classes, channels })),
    );
}

/** Changes of a preset that can be told from tensors. */
function changesFor(model: string, shapes: TensorShapes): readonly PresetOptions[] {
  if (!/resnet|resnext/.test(model)) return [{}];
  const squeezed = squeezeOf(shapes);
  const shortcuts = (['B', 'C', 'gated'] as const).map((shortcut) => ({ shortcut }));
  const all: readonly PresetOptions[] = [{}, ...shortcuts, { bias: true }, { plain: true }];
  return squeezed === undefined ? all : all.map((options) => ({ ...options, squeeze: squeezed }));
}

/** By how much squeeze-and-excitation squeezes: channels over those of its first convolution. */
function squeezeOf(shapes: TensorShapes): number | undefined {
  const [, fc1] = [...shapes].find(([name]) => name.endsWith('.se.fc1.weight')) ?? [];
  const [squeezed = 0, channels = 0] = fc1 ?? [];
  return squeezed === 0 ? undefined : Math.floor(channels / squeezed);
}

interface Wanted {
  readonly model: string;
  readonly options: PresetOptions;
  readonly classes: number | undefined;
  readonly channels: number | undefined;
}

function candidate({ model, options, classes, channels }: Wanted): readonly Candidate[] {
  const own = preset(model, options);
  if (own === undefined) return [];
  const [, ...sizes] = own.input;
  const architecture = preset(model, {
    ...options,
    ...(classes === undefined ? {} : { classes }),
    ...(channels === undefined ? {} : { input: [channels, ...sizes] }),
  });
  return architecture === undefined ? [] : [{ model, options, architecture }];
}

/** What share of a network's tensors a file has, those of another shape counted half, and the first thing that does not fit. */
function compare(
  architecture: Architecture,
  shapes: TensorShapes,
): { readonly share: number; readonly fault: string | undefined } {
  const specs = architecture.layers.flatMap((layer) => tensorsOf(layer));
  const faults = specs.flatMap(({ name, shape }) => {
    const found = shapes.get(name);
    if (found === undefined) return [`${name} is missing`];
    return formatShape(found) === formatShape(shape)
      ? []
      : [`${name} is ${formatShape(found)} there and ${formatShape(shape)} in it`];
  });
  const named = specs.filter(({ name }) => shapes.has(name)).length;
  const known = new Set(specs.map(({ name }) => name));
  const foreign = [...shapes.keys()].find((name) => !known.has(name));
  return {
    share: (specs.length - faults.length + named) / (2 * Math.max(specs.length, shapes.size)),
    fault: faults[0] ?? (foreign === undefined ? undefined : `it has no ${JSON.stringify(foreign)}`),
  };
}
