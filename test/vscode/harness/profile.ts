import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Values for `settings.json` by setting name. */
export type Settings = Readonly<Record<string, unknown>>;

/** A fresh VS Code profile in a temporary folder. */
export interface Profile {
  readonly userFolder: string;
  readonly extensionsFolder: string;
  /** code-server's own configuration file, so that it writes none into the home folder. */
  readonly configFile: string;
  remove(): void;
}

/** What keeps a VS Code under test quiet: no telemetry, no updates, no welcome page, no AI features, no questions on leaving. */
const quiet: Settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'update.mode': 'none',
  'window.confirmBeforeClose': 'never',
};

/** Makes a profile with quiet settings, overridden by `settings`. */
export function makeProfile(settings: Settings): Profile {
  const folder = mkdtempSync(path.join(tmpdir(), 'resnet-vscode-'));
  const userFolder = path.join(folder, 'user');
  const extensionsFolder = path.join(folder, 'extensions');
  const configFile = path.join(folder, 'config.yaml');
  mkdirSync(extensionsFolder);
  writeFileSync(configFile, 'auth: none\n');
  // a window of a remote server takes settings of the machine from the machine's file only
  for (const scope of ['User', 'Machine']) {
    mkdirSync(path.join(userFolder, scope), { recursive: true });
    writeFileSync(path.join(userFolder, scope, 'settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  }
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { userFolder, extensionsFolder, configFile, remove };
}
