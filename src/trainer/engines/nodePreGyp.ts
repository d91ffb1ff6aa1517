/** Stands in for `@mapbox/node-pre-gyp` in the bundles: the native addon is the installed engine's, whose path the trainer put in `RESNET_TFJS_BINDING`. */
export function find(): string {
  return process.env['RESNET_TFJS_BINDING'] ?? '';
}
