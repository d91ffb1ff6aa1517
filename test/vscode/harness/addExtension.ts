import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { runCodeServer, type ServerOptions } from './codeServer';
import type { Profile } from './profile';

/** The extension under test: its folder, linked as it is, or a packed file, installed. */
export type ExtensionSource = { readonly folder: string } | { readonly vsix: string };

/** Puts an extension into a profile that no VS Code runs on yet. */
export async function addExtension(options: ServerOptions, source: ExtensionSource): Promise<void> {
  if ('vsix' in source) await runCodeServer(options, ['--install-extension', path.resolve(source.vsix)]);
  else linkExtension(options.profile, path.resolve(source.folder));
}

const manifestSchema = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

function linkExtension(profile: Profile, folder: string): void {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { publisher, name, version } = manifestSchema.parse(JSON.parse(text));
  symlinkSync(folder, path.join(profile.extensionsFolder, `${publisher}.${name}-${version}`));
}
