import { colourNames, printColours, type Colours } from '../colours';
import type { PictureUse } from '../../protocol/viewContract';
import { shade, type Shade } from './palette';

/** The colours of a picture, and of tinted cards by their place on the scale, 0…1. */
export interface Colouring {
  readonly colours: Colours;
  readonly shade: (at: number) => Shade;
}

/** Steps of the tint's scale on a page, which has a pair of variables for each. */
export const tintSteps = 20;

/** The name of a purpose's variable on a page. */
export function variableOf(name: string): string {
  return `--${name}`;
}

const variables = Object.fromEntries(colourNames.map((name) => [name, `var(${variableOf(name)})`])) as Colours; // one for each name

/** One row a use. A picture is drawn for print rather than in the editor's theme: it is for readers who have another, or none. */
export const colourings: Readonly<Record<PictureUse, Colouring>> = {
  print: { colours: printColours, shade: (at) => commaSeparated(shade(at, 'light')) },
  page: {
    colours: variables,
    shade: (at) => {
      const step = Math.round(at * tintSteps);
      return { fill: `var(${variableOf(`tint-${step}`)})`, ink: `var(${variableOf(`on-tint-${step}`)})` };
    },
  },
};

/** Programs that know SVG 1.1 only read colours with commas. */
function commaSeparated({ fill, ink }: Shade): Shade {
  return { fill: fill.replaceAll(' ', ', '), ink };
}
