import type { EngineOffer, InstallationChoices, InstalledEngineInfo, PythonTensorFlow } from '../protocol/engine';

/** What "Install Engine" does when a row is picked. */
export type EngineTask =
  | { readonly do: 'install'; readonly engine: EngineOffer['engine'] }
  | { readonly do: 'link'; readonly python: string }
  | { readonly do: 'remove'; readonly id: string };

/** A row of the quick pick. */
export interface EngineItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly task: EngineTask;
}

/** What can be installed or used here, the best first, and what can be removed. */
export function engineItems({ offers, environments, installed }: InstallationChoices): readonly EngineItem[] {
  const useful = [...offers].sort((a, b) => Number(a.hindrance !== undefined) - Number(b.hindrance !== undefined));
  return [...useful.map(offerItem), ...environments.map(environmentItem), ...installed.map(removalItem)];
}

function offerItem({ engine, title, downloadBytes, diskBytes, installed, hindrance }: EngineOffer): EngineItem {
  const use = engine === 'tensorflow-gpu' ? 'NVIDIA cards, with everything they need but the driver.' : 'The fastest engine without a GPU.'; // prettier-ignore
  return {
    label: `$(cloud-download) ${title}`,
    description: `${installed ? 'installed; ' : ''}download ${gigabytes(downloadBytes)}, ${gigabytes(diskBytes)} on disk`,
    detail: hindrance === undefined ? use : `Of no use here: ${hindrance}`,
    task: { do: 'install', engine },
  };
}

function environmentItem({ python, version, cuda }: PythonTensorFlow): EngineItem {
  return {
    label: `$(link) TensorFlow ${version}${cuda ? ' for CUDA' : ''} of a Python environment`,
    description: 'nothing to download',
    detail: `${python}; its libraries are used in place.`,
    task: { do: 'link', python },
  };
}

function removalItem({ id, bytes, from }: InstalledEngineInfo): EngineItem {
  return {
    label: `$(trash) Remove ${id}`,
    description: from === undefined ? `frees ${gigabytes(bytes)}` : 'the Python environment stays as it is',
    detail: from ?? 'Installed here.',
    task: { do: 'remove', id },
  };
}

/** Decimal gigabytes, as download pages give them. */
export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 0.95e9 ? 2 : 1)} GB`;
}
