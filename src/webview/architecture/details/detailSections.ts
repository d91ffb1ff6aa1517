import type { ReceptiveField } from '../../../model/receptiveField';
import { elements, formatShape, type Shape } from '../../../model/layer';
import { exact } from '../../../protocol/format';
import { attributesOf, bytes, type Fact } from '../../../drawing/graph/hoverFacts';
import type { Network, Subject } from '../../../drawing/graph/network';
import { shortcutSentence } from '../../../drawing/graph/shortcutSentence';
import { firstValueFacts } from './firstValueFacts';
import { macFormula } from './macFormula';
import { parameterFacts } from './parameterFacts';
import { shapeFormula, sizeChanges } from './shapeFormula';

/** A part of the details: facts, and lines that need a whole width. */
export interface DetailSection {
  readonly name: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
}

/** Each layer's receptive field, by name. */
export type Fields = ReadonlyMap<string, ReceptiveField>;

/** Everything about a subject that does not change while it is shown, without the sections that have nothing to say. */
export function detailSections(subject: Subject, network: Network, fields: Fields): readonly DetailSection[] {
  const { trainable, statistics } = parameterFacts(subject, network);
  const sections: DetailSection[] = [
    shapes(subject, network),
    { name: 'trainable', title: 'Trainable parameters', facts: trainable, notes: [] },
    { name: 'statistics', title: 'Running statistics, not trained', facts: statistics, notes: [] },
    costs(subject),
    { name: 'field', title: 'Receptive field', facts: fieldFacts(subject, fields), notes: [] },
    { name: 'first', title: 'Values before training', ...limited(firstValueFacts(subject, network.architecture)) },
  ];
  return sections.filter(({ facts, notes }) => facts.length + notes.length > 0);
}

function shapes(subject: Subject, network: Network): DetailSection {
  const { type, layers, input, output } = subject;
  const formula = type === 'layer' ? layers.flatMap((facts) => shapeFormula(facts.layer, facts)) : sizeChanges(layers);
  const sentence = shortcutSentence(subject, network);
  const facts = [
    { label: 'Input', value: shapeText(input) },
    { label: 'Output', value: shapeText(output) },
    ...attributesOf(subject),
  ];
  return { name: 'shape', title: 'Shape', facts, notes: [...formula, ...(sentence === '' ? [] : [sentence])] };
}

function costs({ type, layers, totals, output }: Subject): DetailSection {
  const formula = macFormula(layers);
  const { macs, activationBytes } = totals;
  const facts = [
    { label: 'MACs an image', value: exact(macs) },
    { label: 'FLOPs an image', value: exact(2 * macs) },
    { label: 'Activations an image', value: bytes(activationBytes) },
  ];
  const held = type === 'layer' ? `${output.join('·')} values × 4 bytes = ${exact(4 * elements(output))} bytes` : '';
  const notes = [...(formula === undefined ? [] : [formula]), ...(held === '' ? [] : [held])];
  return {
    name: 'cost',
    title: 'Cost',
    facts: layers.length === 0 ? [] : facts,
    notes: layers.length === 0 ? [] : notes,
  };
}

/** Of what the subject gives; of one that sees the whole image at its end, also of its last layer that does not. */
function fieldFacts({ layers }: Subject, fields: Fields): readonly Fact[] {
  const known = layers.flatMap(({ layer }) => {
    const field = fields.get(layer.name);
    return field === undefined ? [] : [{ name: layer.name, field }];
  });
  const [last, finite] = [known.at(-1), known.findLast(({ field }) => Number.isFinite(field.size))];
  if (last === undefined) return [];
  const before =
    finite === undefined || finite === last ? [] : [{ label: `Up to ${finite.name}`, value: fieldText(finite.field) }];
  return [{ label: 'Of an output value', value: fieldText(last.field) }, ...before];
}

/** `43×43 pixels, a step 8`. */
function fieldText({ size, stride }: ReceptiveField): string {
  if (!Number.isFinite(size)) return 'the whole image';
  return `${size}×${size} pixels, stride ${stride}`;
}

/** The first few, and how many there are besides. */
function limited(facts: readonly Fact[]): Pick<DetailSection, 'facts' | 'notes'> {
  const most = 8;
  const rest = facts.length - most;
  return {
    facts: facts.slice(0, most),
    notes: rest > 0 ? [`And ${exact(rest)} more; select one to see its own.`] : [],
  };
}

function shapeText(shape: Shape): string {
  return shape.length === 0 ? '–' : formatShape(shape);
}
