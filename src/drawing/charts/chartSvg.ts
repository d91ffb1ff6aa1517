import type { ColourName, Colours } from '../colours';
import { mark, type Mark } from '../mark';
import { evenTicks } from './axisTicks';
import { binned, type Bin } from './binned';

/** What a chart shows of a run. */
export interface Chart {
  readonly title: string;
  /** One value a step. */
  readonly steps: { readonly name: string; readonly values: Float32Array; readonly colour: ColourName };
  /** Values at the ends of epochs, in a line of their own; none where the chart has no test. */
  readonly epochs: {
    readonly name: string;
    readonly colour: ColourName;
    readonly points: readonly (readonly [step: number, value: number])[];
  };
  readonly format: (value: number) => string;
}

const size = { width: 560, height: 240 } as const;
/** The rectangle within the axes. */
const plot = { left: 58, top: 34, right: 546, bottom: 206 } as const;
/** As many bins as a line can show apart. */
const mostBins = 240;

/** A chart as SVG: the mean of each few steps as a line within the span of their values, and a mark for each epoch. */
export function chartSvg(chart: Chart, colours: Colours): Mark {
  const bins = binned(chart.steps.values, mostBins);
  const points = chart.epochs.points.filter(([, value]) => Number.isFinite(value));
  const scale = scaleOf(bins, points, chart.steps.values.length);
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', class: 'chart', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img' }; // prettier-ignore
  return mark('svg', attributes, [
    mark('title', {}, [`${chart.title} by step`]),
    ...axes(chart, scale, colours),
    ...(scale === undefined ? [] : [...stepMarks(bins, scale, colours[chart.steps.colour]), ...epochMarks(points, scale, colours[chart.epochs.colour])]), // prettier-ignore
    ...legend(chart, colours, points.length > 0),
  ]);
}

type Points = Chart['epochs']['points'];

/** From steps and values to px, and the ends of the axes. */
interface Scale {
  readonly x: (step: number) => number;
  readonly y: (value: number) => number;
  readonly steps: number;
  readonly low: number;
  readonly high: number;
}

/** The value axis fits the means and the epochs: a spike may leave it, as it says nothing if it presses the rest flat. */
function scaleOf(bins: readonly Bin[], points: Points, steps: number): Scale | undefined {
  const values = [...bins.map(({ mean }) => mean), ...points.map(([, value]) => value)];
  if (values.length === 0) return undefined;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least) * 0.06 || Math.abs(most) * 0.1 || 0.5;
  const [low, high] = [least >= 0 ? Math.max(0, least - room) : least - room, most + room];
  const x = (step: number): number => plot.left + ((plot.right - plot.left) * (step - 1)) / Math.max(1, steps - 1);
  const y = (value: number): number => plot.bottom - ((plot.bottom - plot.top) * (value - low)) / (high - low);
  return { x, y, steps, low, high };
}

function axes({ format }: Chart, scale: Scale | undefined, colours: Colours): Mark[] {
  const frame = mark('path', { d: `M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}`, fill: 'none', stroke: colours.line }); // prettier-ignore
  if (scale === undefined) return [frame, words('no steps yet', { x: 300, y: 120, anchor: 'middle' }, colours.faint)];
  const values = evenTicks(scale.low, scale.high, 5).flatMap((value) => [
    mark('path', { d: `M${plot.left} ${px(scale.y(value))}H${plot.right}`, stroke: colours.edge, 'stroke-width': 0.6 }),
    words(format(value), { x: plot.left - 6, y: scale.y(value), anchor: 'end' }, colours.faint),
  ]);
  const whole = evenTicks(1, Math.max(2, scale.steps), 6).filter((step) => Number.isInteger(step));
  const steps = whole.map((step) => words(step.toLocaleString('en-US'), { x: scale.x(step), y: plot.bottom + 13, anchor: 'middle' }, colours.faint)); // prettier-ignore
  return [frame, ...values, ...steps, words('step', { x: plot.right, y: plot.bottom + 27, anchor: 'end' }, colours.faint)]; // prettier-ignore
}

function stepMarks(bins: readonly Bin[], { x, y }: Scale, colour: string): Mark[] {
  const within = (value: number): number => Math.min(plot.bottom, Math.max(plot.top, y(value)));
  const upper = bins.map(({ step, high }) => `${px(x(step))},${px(within(high))}`);
  const lower = [...bins].reverse().map(({ step, low }) => `${px(x(step))},${px(within(low))}`);
  const means = bins.map(({ step, mean }) => `${px(x(step))},${px(y(mean))}`);
  return [
    mark('polygon', { points: [...upper, ...lower].join(' '), fill: colour, 'fill-opacity': 0.22 }),
    mark('polyline', { points: means.join(' '), fill: 'none', stroke: colour, 'stroke-width': 1.6 }),
  ];
}

function epochMarks(points: Points, { x, y }: Scale, colour: string): Mark[] {
  const line = points.map(([step, value]) => `${px(x(step))},${px(y(value))}`).join(' ');
  const dots = points.map(([step, value]) => mark('circle', { cx: x(step), cy: y(value), r: 3, fill: colour }));
  return [mark('polyline', { points: line, fill: 'none', stroke: colour, 'stroke-width': 1.2 }), ...dots];
}

function legend({ title, steps, epochs }: Chart, colours: Colours, hasEpochs: boolean): Mark[] {
  const entries = [steps, ...(hasEpochs ? [epochs] : [])];
  const marks = entries.flatMap(({ name, colour }, index) => {
    const at = plot.right - 130 * (entries.length - index) + 20;
    const line = mark('path', { d: `M${at} 14H${at + 18}`, stroke: colours[colour], 'stroke-width': 2 });
    return [line, words(name, { x: at + 24, y: 14, anchor: 'start' }, colours.faint)];
  });
  return [mark('text', { x: 8, y: 18, 'font-size': 14, 'font-weight': 600, fill: colours.ink }, [title]), ...marks];
}

interface WordPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

function words(text: string, { x, y, anchor }: WordPlace, fill: string): Mark {
  return mark('text', { x, y, dy: '0.35em', 'text-anchor': anchor, 'font-size': 11, fill }, [text]);
}

/** To tenths of a px. */
function px(value: number): number {
  return Math.round(10 * value) / 10;
}
