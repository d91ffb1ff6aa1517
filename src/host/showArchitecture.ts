import { window } from 'vscode';
import { analyze } from '../model/analyze';
import { presetNames } from '../model/presets';
import { buildArchitecture } from '../protocol/checkTrainOptions';

/** Lets the user choose a network to look at without training it. */
export async function askNetwork(): Promise<string | undefined> {
  const items = presetNames.map((label) => {
    const { totals } = analyze(buildArchitecture({ model: label }, undefined, 'own'));
    return { label, description: `${(totals.params / 1e6).toFixed(2)} million parameters` };
  });
  return (await window.showQuickPick(items, { title: 'Show Architecture', placeHolder: 'Which network' }))?.label;
}
