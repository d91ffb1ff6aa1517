import dark from './themes/dark.json';
import highContrast from './themes/high-contrast.json';
import highContrastLight from './themes/high-contrast-light.json';
import light from './themes/light.json';

/** The kinds of colour theme, as VS Code names them in a webview's `data-vscode-theme-kind` after its `vscode-`. */
export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

/** What a webview is given of a colour theme: classes and data attributes of its body, style variables of its root (named without `--vscode-`). */
export interface Theme {
  readonly classes: readonly string[];
  readonly data: Readonly<Record<'vscodeThemeKind' | 'vscodeThemeName' | 'vscodeThemeId', string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** VS Code's own theme of each kind; the values were read out of a webview in VS Code 1.139 (`charts-orange`, for one, is not defined in high contrast). */
export const themes: Readonly<Record<ThemeKind, Theme>> = {
  dark: theme({ kind: 'dark', label: 'Dark Modern', variables: dark }),
  light: theme({ kind: 'light', label: 'Light Modern', variables: light }),
  'high-contrast': theme({ kind: 'high-contrast', label: 'Dark High Contrast', variables: highContrast }),
  'high-contrast-light': theme({
    kind: 'high-contrast-light',
    label: 'Light High Contrast',
    variables: highContrastLight,
  }),
};

function theme({ kind, label, variables }: ThemeSource): Theme {
  const own = `vscode-${kind}`;
  const classes = kind === 'high-contrast-light' ? [own, 'vscode-high-contrast'] : [own]; // both, in VS Code as well
  return { classes, data: { vscodeThemeKind: own, vscodeThemeName: label, vscodeThemeId: label }, variables };
}

interface ThemeSource {
  readonly kind: ThemeKind;
  readonly label: string;
  readonly variables: Readonly<Record<string, string>>;
}
