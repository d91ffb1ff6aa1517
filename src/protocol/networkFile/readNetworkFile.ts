import type { Architecture } from '../../model/layer';
import { trainingProblems } from '../checkTrainOptions';
import { embeddedClasses, expectedClasses, standardClasses } from '../cifar10';
import { draftNetwork, imageShape } from '../draftNetwork';
import { nameProblem } from '../nearest';
import type { TrainOptions } from '../run';
import { fileOptions, namedData, pathOfOption, type FilePlace } from './fileOptions';
import { parseJson, type JsonPath, type Span } from './jsonText';
import { presetFile, spelledFile, type NetworkFile } from './networkFileSchema';

/** Something in a file that can't be used, where it is, and why. */
export interface FileProblem extends Span {
  readonly path: JsonPath;
  readonly message: string;
  /** `syntax`: no JSON; `schema`: what the published schema tells, too; `meaning`: what only a network tells. */
  readonly kind: 'syntax' | 'schema' | 'meaning';
  /** The first layer that doesn't fit. */
  readonly layer?: string | undefined;
  /** The network can be looked at all the same. */
  readonly onlyTraining?: boolean;
}

/** What a `*.resnet.json` says, as far as it can be understood. */
export interface NetworkFileReading {
  readonly options: TrainOptions | undefined;
  /** The network for the file's classes, up to the first problem. */
  readonly architecture: Architecture | undefined;
  readonly problems: readonly FileProblem[];
}

/** Reads a file without throwing. */
export function readNetworkFile(text: string, place: FilePlace): NetworkFileReading {
  const json = parseJson(text);
  const { fault } = json;
  if (fault !== undefined) return { ...nothing, problems: [{ path: [], kind: 'syntax', ...fault }] };
  const parsed = (isOfPreset(json.value) ? presetFile : spelledFile).safeParse(json.value);
  const at = (found: Found): FileProblem => ({ ...found, ...json.spanOf(found.path) });
  if (!parsed.success) return { ...nothing, problems: parsed.error.issues.map((issue) => at(schemaProblem(issue))) };
  const { problems, ...read } = understand(parsed.data, place);
  return { ...read, problems: problems.map(at) };
}

const nothing = { options: undefined, architecture: undefined };

type Found = Omit<FileProblem, keyof Span>;

function isOfPreset(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('network' in value)) return false;
  return typeof value.network === 'object' && value.network !== null && 'preset' in value.network;
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function schemaProblem({ path, message, keys = [] }: Issue): Found {
  const known = path.filter((key) => typeof key !== 'symbol');
  return { path: [...known, ...keys.slice(0, 1)], message, kind: 'schema' };
}

function understand(
  file: NetworkFile,
  place: FilePlace,
): Omit<NetworkFileReading, 'problems'> & { readonly problems: readonly Found[] } {
  const options = fileOptions(file, place);
  const { input = imageShape } = file.network;
  const { architecture, problems } = draftNetwork(options, { classes: expectedClasses(options), input });
  const ofNetwork = problems.map(({ option, message, layer }) => {
    return { path: layer === undefined ? pathOfOption(option) : pathOfLayer(layer, file), message, layer };
  });
  const ofTraining = [...trainingProblems(options)].map(({ option, message }) => ({
    path: pathOfOption(option),
    message,
  }));
  const found = [...ofNetwork, ...classProblems(file), ...ofTraining].map((problem) => ({ ...problem, kind: 'meaning' as const })); // prettier-ignore
  return { options, architecture, problems: problems.length > 0 ? found : [...found, ...inputProblems(input)] };
}

/** What to change where a layer doesn't fit: its stage, or what makes the rest. */
function pathOfLayer(layer: string, { network }: NetworkFile): JsonPath {
  const stage = /^layer(?<stage>\d+)\./.exec(layer)?.groups?.['stage'];
  if ('preset' in network) return ['network', network.input === undefined ? 'preset' : 'input'];
  return stage === undefined ? ['network', 'stem'] : ['network', 'stages', Number(stage) - 1];
}

/** A folder's classes are known when it is opened. */
function classProblems({
  data: { source, classes },
}: NetworkFile): { readonly path: JsonPath; readonly message: string }[] {
  if (classes === 'all') return [];
  const path: JsonPath = ['data', 'classes'];
  if (classes.length < 2) return [{ path, message: 'At least two classes are needed.' }];
  const known = source === 'embedded' ? embeddedClasses : standardClasses;
  return classes.flatMap((name, index) => {
    const unknown = namedData.includes(source) ? nameProblem('class', name, known) : undefined;
    const twice =
      classes.indexOf(name) === index ? undefined : `The class ${name} is named twice; name each class once.`;
    const message = unknown ?? twice;
    return message === undefined ? [] : [{ path: [...path, index], message }];
  });
}

function inputProblems(input: readonly number[]): readonly Found[] {
  if (input.join() === imageShape.join()) return [];
  const message = `The network can be looked at, but not trained: the images are ${imageShape.join('×')}. Leave out "input" to train it.`;
  return [{ path: ['network', 'input'], message, kind: 'meaning', onlyTraining: true }];
}
