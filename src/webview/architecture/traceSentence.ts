import type { ShortcutType } from '../../model/outline';
import type { Network, Subject } from '../../drawing/graph/network';
import type { Trace } from './trace';

/** What the gradient meets on the way back along a block's shortcut. */
const backwards: Readonly<Record<ShortcutType, string>> = {
  none: '',
  identity: 'unchanged along the identity shortcut',
  padded: 'along the shortcut, where the added zero channels drop out',
  projection: 'along the shortcut, through its projection',
  scaled: 'along the shortcut, times its factor',
  gated: 'along the shortcut, times its gate',
  dropout: 'along the shortcut, where it was not dropped',
};

/** In words what a trace shows: where the input comes from, where the output goes, and the ways of a block's gradient. */
export function traceSentence(subject: Subject, { sources, targets }: Trace, { subjects }: Network): string {
  const names = (ids: ReadonlySet<string>): string => [...ids].map((id) => subjects.get(id)?.title ?? id).join(' and ');
  const parts = [
    ...(sources.size === 0 ? [] : [`input from ${names(sources)}`]),
    ...(targets.size === 0 ? [] : [`output to ${names(targets)}`]),
  ];
  return `${subject.title}: ${parts.join(', ')}.${gradientPaths(subject)}`;
}

function gradientPaths({ block }: Subject): string {
  if (block?.add === undefined) return '';
  const layers = `${block.branch.length} ${block.branch.length === 1 ? 'layer' : 'layers'}`;
  return ` The gradient returns by two paths: through the branch’s ${layers}, and ${backwards[block.shortcut.type]}.`;
}
