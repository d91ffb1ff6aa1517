import { formatShape, isKind, type Layer } from '../../model/layer';
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

/** A run of identical blocks as one card: `layer3.1 … layer3.35 × 35`, what each is, and what they have together. */
export function runCardContent(subject: Subject): Content {
  const [, each = subject.kind] = subject.kind.split(' × ');
  const rows = [
    { strong: subject.title, text: `× ${subject.members.length}` },
    { text: each },
    { text: shapeAndParams(subject) },
  ];
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

/**
 * A shortcut's layers as one small card: `1×1 conv, stride 2`, `BN · 8.45 k params`; of a gate, what it is and its parameters.
 * Of a run of blocks (`times` of them), what each shortcut is and the parameters of all.
 */
export function projectionContent(subject: Subject, times = 1): Content {
  const each = subject.layers.slice(0, subject.layers.length / times);
  const [first = '', ...others] = each.map(({ layer }) => shortcutWords(layer));
  const { params } = subject.totals;
  const rest = [
    ...(others.includes('sigmoid') ? ['sigmoid gate'] : others),
    ...(params === 0 ? [] : [`${short(params)} params`]),
  ];
  const rows = [{ text: repeated(first, times) }, ...(rest.length === 0 ? [] : [{ text: rest.join(' · ') }])];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** A shortcut's single layer without parameters, such as the padded identity. */
export function paddedContent(subject: Subject, times = 1): Content {
  const rows = [{ text: repeated(subject.layers.map(({ layer }) => layerSentence(layer)).join(), times) }];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** The label beside an identity's curve. */
export function identityContent(times = 1): Content {
  return { rows: [{ text: repeated('identity', times) }], valued: false, opens: false, stop: false };
}

/** `35 × identity`; of a factor, `× 0.5 in each of 35`. */
function repeated(text: string, times: number): string {
  if (times === 1) return text;
  return text.startsWith('×') ? `${text} in each of ${times}` : `${times} × ${text}`;
}

/** A convolution's stride is told even where it is 1: on a shortcut it is what the branch's strides must agree with. */
function shortcutWords(layer: Layer): string {
  const words = layerWords(layer);
  return isKind(layer, 'conv2d') && layer.attributes.stride === 1 ? `${words}, stride 1` : words;
}

/** The network's input or its logits. */
export function terminalContent(subject: Subject): Content {
  const rows = [{ strong: subject.title, text: formatShape(subject.output) }];
  return { subject: subject.id, rows, valued: false, opens: false, stop: true };
}

/** An open stage's title: `layer2 · 4 blocks · 128×4×4`. */
export function stageContent(subject: Subject): Content {
  const rows = [{ strong: subject.title, text: `${blockCount(subject)} · ${formatShape(subject.output)}` }];
  return { subject: subject.id, rows, valued: false, opens: true, stop: true };
}

/** A stage as one card. */
export function stageCardContent(subject: Subject): Content {
  const rows = [{ strong: subject.title, text: blockCount(subject) }, { text: shapeAndParams(subject) }];
  return { subject: subject.id, rows, valued: true, opens: true, stop: true };
}

/** A run of identical blocks that are shown one by one. */
export function openRunContent(subject: Subject): Content {
  return { subject: subject.id, rows: [], valued: false, opens: true, stop: true };
}

function blockCount({ members: { length } }: Subject): string {
  return `${length} ${length === 1 ? 'block' : 'blocks'}`;
}
