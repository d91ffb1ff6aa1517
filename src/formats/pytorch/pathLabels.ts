import { isKind, type Kind } from '../../model/layer';
import type { Step } from './moduleParts';

/** The kind of the layer that a step is, if it is one. */
export function kindOf({ part }: Step): Kind | undefined {
  return part.type === 'leaf' ? part.facts.layer.kind : undefined;
}

/** What values on a path are called: a block's two paths meet in an addition, a gate meets its path in a product. */
export type PathLabel = 'x' | 'branch' | 'shortcut' | 'scale';

/** On which path each step's value is, by the step's output. */
export function pathLabels(steps: readonly Step[]): ReadonlyMap<string, PathLabel> {
  const labels = new Map<string, PathLabel>();
  const sources = new Map(steps.map((step) => [step.output, step.inputs]));
  for (const kind of ['multiply', 'add'] as const)
    for (const step of steps) if (isMeeting(step, kind)) label(step, { kind, labels, sources });
  return labels;
}

function isMeeting({ part, inputs }: Step, kind: Kind): boolean {
  return part.type === 'leaf' && isKind(part.facts.layer, kind) && inputs.length > 1;
}

interface Labelling {
  readonly kind: 'add' | 'multiply';
  readonly labels: Map<string, PathLabel>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

function label({ inputs, output }: Step, { kind, labels, sources }: Labelling): void {
  const [first = '', second = ''] = inputs;
  const [own, other] = [above(first, labels, sources), above(second, labels, sources)];
  const set = (names: readonly string[], path: PathLabel): void => names.forEach((name) => labels.set(name, path));
  set(without(other, own), kind === 'add' ? 'shortcut' : 'scale');
  if (kind === 'multiply') return;
  set(without(own, other), 'branch');
  set([...own].filter((name) => other.has(name)).concat(output), 'x');
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => !others.has(name));
}

/** The steps without a label that a value comes from, itself included. */
function above(end: string, labels: Labelling['labels'], sources: Labelling['sources']): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [end];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || !sources.has(name) || labels.has(name)) continue;
    found.add(name);
    open.push(...(sources.get(name) ?? []));
  }
  return found;
}
