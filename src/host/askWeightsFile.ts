import { window, type Uri } from 'vscode';

/** Lets the user choose a file of weights. */
export async function askWeightsFile(): Promise<Uri | undefined> {
  const filters = { 'Weights (safetensors)': ['safetensors'], 'All files': ['*'] };
  const uris = await window.showOpenDialog({ title: 'Open Weights', openLabel: 'Open', canSelectMany: false, filters });
  return uris?.[0];
}
