/** What only concerns the repository or the npm package of the command line; `type` because the bundles are CommonJS. */
const notOfTheExtension = ['type', 'bin', 'files', 'scripts', 'devDependencies'];

/** The extension's own manifest out of the repository's. */
export function extensionManifest(manifest) {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !notOfTheExtension.includes(key)));
}
