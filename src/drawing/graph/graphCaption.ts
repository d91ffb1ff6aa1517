import { formatShape } from '../../model/layer';
import { short } from '../../protocol/format';
import type { Colours } from '../colours';
import { mark, type Mark } from '../mark';
import type { Colouring } from './colouring';
import type { GraphPicture } from './graphPicture';
import { metrics } from './metric';
import { partStyles, styleOf } from './partStyles';
import { lineNames, linesIn } from './shortcutLines';
import { estimate } from './textWidth';
import { scaleWords } from './tintLook';

/** Marks that stand above or below the drawing, and the room that they take. */
export interface Caption {
  readonly marks: readonly Mark[];
  readonly width: number;
  readonly height: number;
}

const row = 18;
const sample = 34;
const scale = { width: 120, height: 10, stops: 8 } as const;

/** What is drawn, and its totals. */
export function graphTitle({ title, network }: GraphPicture, { ink, faint }: Colours): Caption {
  const { totals, architecture } = network;
  const sums = `input ${formatShape(architecture.input)} · ${short(totals.params)} parameters · ${short(totals.macs)} MACs · ${architecture.classes} classes`;
  return {
    marks: [
      mark('text', { y: 15, 'font-size': 16, 'font-weight': 600, fill: ink }, [title]),
      mark('text', { y: 34, 'font-size': 12, fill: faint }, [sums]),
    ],
    width: Math.max(estimate(title, 'strong') * 1.25, estimate(sums, 'text')),
    height: 36,
  };
}

/** What the colours and lines mean, a line each. */
export function graphLegend(picture: GraphPicture, colouring: Colouring): Caption {
  const rows = [...tintRow(picture, colouring), ...lineRows(picture, colouring.colours)];
  const marks = rows.map((parts, index) =>
    mark('g', { transform: `translate(0 ${row * (index + 0.5)})` }, parts.marks),
  );
  return { marks, width: Math.max(0, ...rows.map(({ width }) => width)), height: row * rows.length };
}

type Row = Pick<Caption, 'marks' | 'width'>;

function lineRows({ network }: GraphPicture, colours: Colours): Row[] {
  const styles = partStyles(colours);
  return linesIn(network).map((type) => {
    const line = mark('path', { d: 'M0 0H26', ...styleOf(['edge'], type, styles) });
    const text = words(lineNames[type], type === 'none' ? 0 : sample, colours);
    return { marks: type === 'none' ? [text] : [line, text], width: sample + estimate(lineNames[type], 'text') };
  });
}

/** The metric's name, and its scale from low to high. */
function tintRow({ tinting, look }: GraphPicture, { colours, shade }: Colouring): Row[] {
  const range = tinting.range(look);
  if (range === undefined) return [];
  const { label, explanation, format } = metrics[look.metric];
  const name = `${label} (${explanation}; ${scaleWords(look)}): ${format(range.low)}`;
  const start = estimate(name, 'text') + 8;
  const part = scale.width / scale.stops;
  const steps = Array.from({ length: scale.stops }, (_, index) => {
    const { fill } = shade(index / (scale.stops - 1));
    return mark('rect', { x: start + index * part, y: -scale.height / 2, width: part, height: scale.height, fill });
  });
  const end = start + scale.width + 8;
  return [{ marks: [words(name, 0, colours), ...steps, words(format(range.high), end, colours)], width: end + 60 }];
}

function words(text: string, x: number, { faint }: Colours): Mark {
  return mark('text', { x, dy: '0.35em', 'font-size': 11.5, fill: faint }, [text]);
}
