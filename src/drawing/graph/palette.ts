/** Red, green and blue, 0…255. */
type Colour = readonly [number, number, number];

/** Lightness rises evenly from indigo over teal to yellow, so the order survives every colour blindness and grey print. */
const stops: readonly Colour[] = [
  [45, 30, 110],
  [43, 78, 146],
  [30, 122, 146],
  [52, 163, 128],
  [139, 199, 100],
  [252, 229, 94],
];

/** Where low values recede into the background: dark at the low end on dark themes, light on light ones. */
export type Ground = 'dark' | 'light';

/** A box's colour, and the one of black and white that can be read on it. */
export interface Shade {
  readonly fill: string;
  readonly ink: string;
}

/** The palette's colour at 0…1. */
export function shade(position: number, ground: Ground): Shade {
  const colour = colourAt(ground === 'dark' ? position : 1 - position);
  return { fill: `rgb(${colour.join(' ')})`, ink: luminance(colour) > 0.179 ? '#000' : '#fff' };
}

/** The palette as a CSS background from low to high. */
export function gradient(ground: Ground): string {
  const colours = ground === 'dark' ? stops : [...stops].reverse();
  return `linear-gradient(to right, ${colours.map((colour) => `rgb(${colour.join(' ')})`).join(', ')})`;
}

function colourAt(position: number): Colour {
  const scaled = Math.min(1, Math.max(0, position)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(scaled));
  const [from, to] = [stops[index], stops[index + 1]];
  if (from === undefined || to === undefined) return [0, 0, 0];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (to[channel] - from[channel]) * (scaled - index));
  return [mix(0), mix(1), mix(2)];
}

/** Relative luminance (WCAG 2.1); at 0.179 black and white have the same contrast, 4.58. */
export function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
