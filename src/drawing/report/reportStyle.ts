import { darkColours, printColours, type Colours } from '../colours';
import { tintSteps, variableOf } from '../graph/colouring';
import { shade, type Ground } from '../graph/palette';

/** The page's style sheet: light or dark as the reader's system is, and light on paper. It has no character that markup knows. */
export function reportStyle(): string {
  const dark = `@media screen and (prefers-color-scheme: dark) { :root { ${variables(darkColours, 'dark')} } }`;
  return `:root { ${variables(printColours, 'light')} }\n${dark}\n${rules}`;
}

function variables(colours: Colours, ground: Ground): string {
  const named = Object.entries(colours).map(([name, colour]) => `${variableOf(name)}: ${colour};`);
  const tints = Array.from({ length: tintSteps + 1 }, (_, step) => {
    const { fill, ink } = shade(step / tintSteps, ground);
    return `${variableOf(`tint-${step}`)}: ${fill}; ${variableOf(`on-tint-${step}`)}: ${ink};`;
  });
  return [`color-scheme: ${ground};`, ...named, ...tints].join(' ');
}

const rules = `
body { margin: 0 auto; max-width: 1180px; padding: 24px; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, Helvetica, Arial, sans-serif; }
h1 { font-size: 24px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 32px 0 8px; }
p { margin: 4px 0; }
.faint { color: var(--faint); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 12px 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 12px; }
.chart { width: 100%; height: auto; font-family: Helvetica, Arial, sans-serif; }
.graph, .scroll { overflow-x: auto; margin: 0; }
.graph svg { display: block; margin: 0 auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 12px 3px 0; text-align: left; border-bottom: 1px solid var(--edge); white-space: pre-wrap; }
th { color: var(--faint); font-weight: 600; }
.right { text-align: right; }
.marked td { font-weight: 600; }
footer { margin-top: 32px; }
@media print { body { max-width: none; padding: 0; } svg { break-inside: avoid; } }
`;
