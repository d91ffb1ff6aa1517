import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { runTool } from '../setup/runTool.mjs';
import { placeAddon, suppliedAddon } from './addon.mjs';
import { extensionContents } from './contents.mjs';
import { placeDawn } from './dawn.mjs';
import { extensionManifest } from './manifest.mjs';
import { withoutPictures } from './readme.mjs';

const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');

/** Makes the VSIX for a platform, or with "universal" the one without native parts. */
export async function makeVsix(platform, folder) {
  const staging = await mkdtemp(path.join(tmpdir(), 'resnet-package-'));
  try {
    const { name, version, repository } = await stage(staging);
    const isNative = platform !== 'universal';
    const remarks = isNative ? await placeNativeParts(platform, path.join(staging, 'dist')) : [];
    const file = path.join(folder, `${name}-${version}-${platform}.vsix`);
    const links = repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
    await runVsce(staging, [...links, '--out', file, ...(isNative ? ['--target', platform] : [])]);
    return { file, remarks };
  } finally {
    await rm(staging, { recursive: true });
  }
}

/** Lays out what every VSIX has; resolves with its manifest. */
async function stage(staging) {
  for (const entry of extensionContents)
    await cp(path.join(root, entry), path.join(staging, entry), { recursive: true, filter: isRuntimeFile });
  const manifest = extensionManifest(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  await writeFile(path.join(staging, 'package.json'), JSON.stringify(manifest, null, 2));
  if (manifest.repository === undefined) await withoutPictures(path.join(staging, 'README.md'));
  return manifest;
}

function isRuntimeFile(file) {
  return !file.endsWith('.map');
}

/** Resolves with a sentence for each part that is missing. */
async function placeNativeParts(platform, dist) {
  const remarks = [];
  if (!(await placeAddon(platform, dist)))
    remarks.push(`without the prebuilt TensorFlow addon, which is looked for in ${suppliedAddon(platform)}`);
  if (!(await placeDawn(platform, dist)))
    remarks.push('without Dawn, of which the package "webgpu" has no build for it');
  return remarks;
}

function runVsce(staging, args) {
  return runTool([process.execPath, vsce, 'package', '--no-dependencies', ...args], {
    cwd: staging,
    failure: 'The VSIX could not be made, see the lines above.',
  });
}
