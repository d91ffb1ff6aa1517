import { formatShape } from '../../../model/layer';
import { layerWords } from '../../../drawing/graph/layerText';
import type { Network, Subject } from '../../../drawing/graph/network';
import { holds, quantityNamed } from './quantities';
import { readQuery, type Term } from './query';

/** The ids of what was found, from the input to the logits and from the outside in; or why nothing can be looked for. */
export type Found = { readonly ids: readonly string[] } | { readonly fault: string };

/** Looks for layers, blocks, stages and whatever else has a name. */
export function findSubjects(text: string, network: Network): Found {
  const query = readQuery(text);
  if ('fault' in query) return query;
  if (query.length === 0) return { ids: [] };
  const found = searched(network).filter((subject) => query.every((term) => matches(subject, term)));
  return { ids: found.map(({ id }) => id) };
}

type Matchers = { readonly [T in Term['type']]: (subject: Subject, term: Extract<Term, { type: T }>) => boolean };

const kernel = quantityNamed('kernel');

const matchers: Matchers = {
  word: (subject, { text }) => wordsOf(subject).includes(text),
  shape: (subject, { shape }) => isSingle(subject) && formatShape(subject.output) === shape,
  kernel: (subject, { size }) => typeof kernel !== 'string' && kernel(subject) === size,
  compare: (subject, { quantity, by, to }) => isSingle(subject) && holds(quantity(subject), by, to),
};

function matches(subject: Subject, term: Term): boolean {
  const matcher: (subject: Subject, term: never) => boolean = matchers[term.type];
  return matcher(subject, term as never); // the term's own row
}

/** Layers and blocks are compared; stages would only be found because of what is in them. */
function isSingle({ type }: Subject): boolean {
  return type !== 'group';
}

/** What is drawn, a run of blocks aside: its blocks are found one by one. */
function searched({ subjects, architecture }: Network): readonly Subject[] {
  const places = new Map(architecture.layers.map(({ name }, index) => [name, index]));
  const place = ({ id, layers, output }: Subject): number =>
    id === 'logits' && output.length > 0 ? Infinity : (places.get(layers[0]?.layer.name ?? '') ?? 0);
  const isRun = ({ id }: Subject): boolean => id.includes('…');
  return [...subjects.values()]
    .filter((subject) => !isRun(subject))
    .sort((a, b) => place(a) - place(b) || b.layers.length - a.layers.length);
}

/** In small letters: a thing's name and kind; of a layer also its short name, of a block its shortcut. */
function wordsOf({ type, title, kind, layers, block }: Subject): string {
  const layer = type === 'layer' ? layers.map((facts) => `${layerWords(facts.layer)} ${facts.layer.kind}`) : [];
  const shortcut = block === undefined ? [] : [`${block.shortcut.type} shortcut`];
  return [title, kind, ...layer, ...shortcut].join('\n').toLowerCase();
}
