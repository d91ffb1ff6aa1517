import { runFacts } from './runFacts';
import { runName, type ListedRun } from './listedRuns';
import { stateNames } from '../protocol/format';

/** What a word of a filter can be about, and what of a run it is compared with. */
const fields: Readonly<Record<string, (run: ListedRun) => readonly string[]>> = {
  tag: ({ labels }) => labels.tags,
  state: ({ record: { state } }) => [stateNames[state]],
  network: ({ record: { options } }) => [options.model],
  engine: ({ record }) => [runFacts(record).engine ?? ''],
};

/** The names of the fields. */
export const filterFields: readonly string[] = Object.keys(fields);

/** Whether a run has all of a filter's words: `tag:wide` is one of its tags, any other word is a part of what is known of it; quotes keep spaces. */
export function matches(run: ListedRun, filter: string): boolean {
  const words = filter.toLowerCase().match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return words.every((word) => hasWord(run, word.replaceAll('"', '')));
}

/** The words that choose some of these runs by a field: `state:failed`, `tag:wide`. */
export function filterWords(runs: readonly ListedRun[]): readonly string[] {
  const words = Object.entries(fields).flatMap(([name, of]) => runs.flatMap(of).map((text) => quoted(name, text)));
  return [...new Set(words)].filter((word) => word !== '');
}

function quoted(field: string, text: string): string {
  if (text === '') return '';
  return `${field}:${/\s/.test(text) ? `"${text}"` : text}`;
}

function hasWord(run: ListedRun, word: string): boolean {
  const [name = '', ...rest] = word.split(':');
  const field = fields[name];
  const wanted = rest.join(':');
  if (field !== undefined && wanted !== '') return field(run).some((text) => text.toLowerCase() === wanted);
  return searched(run).some((text) => text.toLowerCase().includes(word));
}

function searched(run: ListedRun): readonly string[] {
  const { id, title, options, start } = run.record;
  const classes = start?.classes ?? options.classes ?? [];
  const known = [runName(run), id, title, options.optimizer, options.data, ...classes];
  return [
    ...known,
    ...run.labels.tags.map((tag) => `#${tag}`),
    ...Object.values(fields).flatMap((field) => field(run)),
  ];
}
