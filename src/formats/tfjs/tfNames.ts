/** `conv1` of `resnet/conv1/Conv2D`, the module that an operation is in; a name without one is the module's own. */
export function moduleOf(name: string): string {
  const parts = name.split('/').filter((part) => !/^batchnorm(_\d+)?$/.test(part));
  return parts.at(-2) ?? name;
}

/** The module whose weights have that name. */
export function moduleOfWeights(name: string): string {
  return moduleOf(name.replace(/(\/(ReadVariableOp|resource|merged_input)(_\d+)?)+$/, '').replace(/_weights$/, ''));
}
