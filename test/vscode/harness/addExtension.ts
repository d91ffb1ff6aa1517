import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { runCodeServer } from './codeServer';
import type { Profile } from './profile';

/** The extension under test: its folder, linked as it is, or a packed file, installed. */
export type ExtensionSource = { readonly folder: string } | { readonly vsix: string };

/** Puts an extension into a profile that no VS Code runs on yet. */
export async function addExtension(profile: Profile, source: ExtensionSource): Promise<void> {
  if ('vsix' in source) await runCodeServer(profile, ['--install-extension', path.resolve(source.vsix)]);
  else linkExtension(profile, path.resolve(source.folder));
}

function linkExtension(profile: Profile, folder: string): void {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  symlinkSync(folder, path.join(profile.extensionsFolder, identifier(manifest)));
}

function identifier(manifest: unknown): string {
  const { publisher, name, version } = Object(manifest) as Readonly<Record<string, unknown>>;
  return [publisher, name, version].map(String).join('-').replace('-', '.');
}
