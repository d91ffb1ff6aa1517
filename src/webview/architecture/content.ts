import { formatShape } from '../../model/layer';
import { short } from '../../protocol/format';
import { layerSentence, layerWords, nameInside } from './layerText';
import type { Subject } from './network';
import type { Content } from './scene';

/** `64×8×8 · 74.0 k params`. */
function shapeAndParams({ output, totals }: Subject): string {
  const shape = formatShape(output);
  return totals.params === 0 ? shape : `${shape} · ${short(totals.params)} params`;
}

/** A block, the stem or the head as one card. */
export function cardContent(subject: Subject): Content {
  const rows = [{ strong: subject.title, text: subject.kind }, { text: shapeAndParams(subject) }];
  return { subject: subject.id, rows, valued: true, opens: true, stop: true };
}

/** A layer inside an opened card. */
export function layerContent(subject: Subject, owner: string): Content {
  const strong = nameInside(subject.title, owner);
  const learns = subject.totals.params > 0;
  const rows = learns
    ? [{ strong, text: subject.kind }, { text: shapeAndParams(subject) }]
    : [{ strong, text: `${subject.kind} · ${formatShape(subject.output)}` }];
  return { subject: subject.id, rows, valued: learns, opens: false, stop: true };
}

/** A layer on the narrow side path of an opened block. */
export function sideLayerContent(subject: Subject, owner: string): Content {
  const words = subject.layers.map(({ layer }) => layerWords(layer)).join();
  const rows = [
    { strong: nameInside(subject.title, owner) },
    { text: words },
    { text: formatShape(subject.output) },
    ...(subject.totals.params === 0 ? [] : [{ text: `${short(subject.totals.params)} params` }]),
  ];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** A shortcut's layers as one small card: `1×1 conv, stride 2`, `BN · 8.45 k`; of a gate, what it is and its parameters. */
export function projectionContent(subject: Subject): Content {
  const [first, ...others] = subject.layers.map(({ layer }) => layerWords(layer));
  const { params } = subject.totals;
  const rest = [...(others.includes('sigmoid') ? ['sigmoid gate'] : others), ...(params === 0 ? [] : [short(params)])];
  const rows = [{ text: first ?? '' }, ...(rest.length === 0 ? [] : [{ text: rest.join(' · ') }])];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** A shortcut's single layer without parameters, such as the padded identity. */
export function paddedContent(subject: Subject): Content {
  const rows = [{ text: subject.layers.map(({ layer }) => layerSentence(layer)).join() }];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** The network's input or its logits. */
export function terminalContent(subject: Subject): Content {
  const rows = [{ strong: subject.title, text: formatShape(subject.output) }];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** A stage's title: `layer2 · 4 blocks · 128×4×4`. */
export function stageContent(subject: Subject, blocks: number): Content {
  const count = `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`;
  const rows = [{ strong: subject.title, text: `${count} · ${formatShape(subject.output)}` }];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}
