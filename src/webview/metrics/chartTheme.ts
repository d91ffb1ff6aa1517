/** What a line stands for, as a colour: training, test, or speed. */
export type Ink = 'train' | 'test' | 'speed';

/** Colours and type of the drawing, as the colour theme has them now. */
export interface ChartTheme {
  readonly inks: Readonly<Record<Ink, string>>;
  /** Of the runs that are compared with the first. */
  readonly others: readonly string[];
  readonly text: string;
  readonly faintText: string;
  readonly grid: string;
  readonly mark: string;
  /** How much of its colour a series of single steps has, behind its smoothed line. */
  readonly rawAlpha: number;
  readonly background: string;
  /** How many times the size on the screen everything is drawn. */
  readonly scale: number;
  /** Of the type on the canvas, in CSS px at a scale of 1. */
  readonly fontSize: number;
  readonly fontFamily: string;
}

/** Reads the theme; a colour that it lacks becomes the foreground's. */
export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const foreground = read('foreground') || style.color;
  const colour = (name: string): string => read(name) || foreground;
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    inks: { train: colour('charts-blue'), test: colour('charts-yellow'), speed: colour('charts-purple') },
    others: ['orange', 'green', 'red', 'purple', 'foreground'].map((name) => colour(`charts-${name}`)),
    background: read('sideBar-background') || read('editor-background') || style.backgroundColor,
    scale: 1,
    text: foreground,
    faintText: colour('descriptionForeground'),
    grid: part(foreground, highContrast ? 30 : 11),
    mark: part(foreground, highContrast ? 80 : 40),
    rawAlpha: highContrast ? 0.6 : 0.4,
    fontSize: 11,
    fontFamily: style.fontFamily,
  };
}

function part(colour: string, percentage: number): string {
  return `color-mix(in srgb, ${colour} ${percentage}%, transparent)`;
}
