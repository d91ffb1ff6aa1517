import { exact } from '../protocol/format';
import { markdownText } from '../protocol/markdownText';
import { networkText } from '../protocol/recognition/networkText';
import { optionText } from './compareRuns';
import { runName, type ListedRun } from './listedRuns';
import { unusualOptions } from './namedOptions';
import { runLine, tagsText } from './runFacts';

/** What a run is, in Markdown: its network, classes, options that are not the worked example's, times and folder. */
export function runTooltip(run: ListedRun): string {
  const { record, folder } = run;
  const { reason } = record;
  const facts = [...factsOf(run), ['Folder', folder] as const];
  return [
    `**${markdownText(runName(run))}**`,
    markdownText(runLine(run)),
    ...(reason === undefined ? [] : [markdownText(reason)]),
    facts.map(([name, text]) => `- ${name}: ${markdownText(text)}`).join('\n'),
  ].join('\n\n');
}

type Fact = readonly [name: string, text: string];

function factsOf({ record, labels }: ListedRun): readonly Fact[] {
  const { options, start, created, finished } = record;
  const classes = start?.classes ?? options.classes;
  const unusual = unusualOptions(options).filter(({ name }) => name !== 'classes');
  const network = networkText(options);
  const facts: readonly (Fact | undefined)[] = [
    ['Network', start === undefined ? network : `${network}, ${exact(start.params)} parameters`],
    ['Classes', classes?.join(', ') ?? 'all'],
    ['Unlike the example', unusual.map(({ name, value }) => `${name} ${optionText(value)}`).join(', ') || 'nothing'],
    labels.tags.length === 0 ? undefined : ['Tags', tagsText(labels.tags)],
    ['Begun', timeText(created)],
    finished === undefined ? undefined : ['Ended', timeText(finished)],
  ];
  return facts.filter((fact) => fact !== undefined);
}

function timeText(time: string): string {
  return new Date(time).toLocaleString();
}
