/** The folder of the built bundles, which also holds the files that run as entry points of their own: `RESNET_DIST`, or beside this bundle. */
export function distFolder(): string {
  return process.env['RESNET_DIST'] ?? __dirname;
}
