/** Red, green and blue, 0…255, and how opaque, 0…1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** A computed colour; one in a form that is not known is an error, so that no check passes over it. */
export function parseColour(css: string): Colour {
  const numbers = (css.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const [red = NaN, green = NaN, blue = NaN, alpha = 1] = numbers;
  if (/^rgba?\(/.test(css)) return [red, green, blue, alpha];
  if (css.startsWith('color(srgb ')) return [255 * red, 255 * green, 255 * blue, alpha];
  throw new Error(`"${css}" is no colour that the checks know.`);
}

/** A colour laid over another. */
export function over(upper: Colour, lower: Colour): Colour {
  const alpha = upper[3] + lower[3] * (1 - upper[3]);
  const mix = (channel: 0 | 1 | 2): number =>
    alpha === 0 ? 0 : (upper[channel] * upper[3] + lower[channel] * lower[3] * (1 - upper[3])) / alpha;
  return [mix(0), mix(1), mix(2), alpha];
}

export function faded([red, green, blue, alpha]: Colour, opacity: number): Colour {
  return [red, green, blue, alpha * opacity];
}

/** The contrast of two opaque colours, 1…21 (WCAG 2.1). */
export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? NaN) + 0.05) / ((low ?? NaN) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (value: number): number =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
