const packageFolder = /^(?:[^:]*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The packages that bundles have code of, by esbuild's account of them: each one's files, by its folder. */
export function bundledPackages(metafiles) {
  const packages = new Map();
  for (const file of new Set(metafiles.flatMap(contributing))) {
    const folder = packageFolder.exec(file)?.[0];
    if (folder !== undefined) packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  return packages;
}

function contributing({ outputs }) {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}
