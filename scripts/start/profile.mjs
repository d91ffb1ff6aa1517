import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot, root } from '../setup/paths.mjs';

const folder = path.join(cacheRoot, 'profile');

/** What a fresh profile starts with; what the user changes later stays. */
const settings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'readme',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
};

/** A VS Code profile of the project's own with the extension's folder linked into it; gives code-server's arguments for it. */
export function makeProfile() {
  const settingsFile = path.join(folder, 'user/User/settings.json');
  const configFile = path.join(folder, 'config.yaml');
  mkdirSync(path.dirname(settingsFile), { recursive: true });
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify(settings, null, 2));
  writeFileSync(configFile, 'auth: none\n');
  return ['--config', configFile, '--user-data-dir', path.join(folder, 'user'), '--extensions-dir', linkExtension()];
}

function linkExtension() {
  const extensions = path.join(folder, 'extensions');
  rmSync(extensions, { recursive: true, force: true }); // the list that VS Code keeps there may name an older version
  mkdirSync(extensions);
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`));
  return extensions;
}
