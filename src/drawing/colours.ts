/** What the colours of a picture are for. */
export const colourNames = [
  'ground',
  'ink',
  'faint',
  'line',
  'edge',
  'card',
  'stage',
  'identity',
  'projection',
  'padded',
  'scaled',
  'gated',
  'dropout',
  'fault',
] as const;

export type ColourName = (typeof colourNames)[number];

/** A colour for each purpose, as SVG and CSS write colours. */
export type Colours = Readonly<Record<ColourName, string>>;

/** On white, as papers, slides and pull requests have it; each text has a contrast of at least 4.5 : 1 on its ground. */
export const printColours: Colours = {
  ground: '#ffffff',
  ink: '#1c1c1c',
  faint: '#5a5a5a',
  line: '#767676',
  edge: '#c4c4c4',
  card: '#f6f6f6',
  stage: '#fbfbfb',
  identity: '#0b5cb5',
  projection: '#8a6100',
  padded: '#652d90',
  scaled: '#a34b0c',
  gated: '#2a7337',
  dropout: '#b32424',
  fault: '#a1260d',
};

/** The same for a dark page. */
export const darkColours: Colours = {
  ground: '#1e1e1e',
  ink: '#e8e8e8',
  faint: '#adadad',
  line: '#8f8f8f',
  edge: '#4c4c4c',
  card: '#2b2b2b',
  stage: '#242424',
  identity: '#5aabff',
  projection: '#e2b33c',
  padded: '#bd97e6',
  scaled: '#e69a5c',
  gated: '#7cc77f',
  dropout: '#f28585',
  fault: '#f88070',
};
