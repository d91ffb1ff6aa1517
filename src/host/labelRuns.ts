import { window } from 'vscode';
import { runName, type ListedRun } from '../client/listedRuns';
import { writeLabels } from '../client/runLabels';

/** Asks what a run is to be called; an empty name brings its title back. */
export async function renameRun(run: ListedRun): Promise<void> {
  const { folder, labels, record } = run;
  const name = await window.showInputBox({
    ...{ title: 'Rename Run', value: runName(run) },
    prompt: `Empty: ${record.title}`,
  });
  if (name === undefined) return;
  const given = name.trim() === '' || name.trim() === record.title ? undefined : name.trim();
  await writeLabels(folder, { ...labels, name: given });
}

/** Asks which tags some runs are to have: any of those that there are, and new ones. */
export async function tagRuns(runs: readonly ListedRun[], all: readonly ListedRun[]): Promise<void> {
  const common = tagsOf(runs).filter((tag) => runs.every(({ labels }) => labels.tags.includes(tag)));
  const wanted = runs.length === 0 ? undefined : await askTags(tagsOf(all), common);
  if (wanted === undefined) return;
  for (const { folder, labels } of runs) {
    const kept = labels.tags.filter((tag) => wanted.includes(tag) || !common.includes(tag));
    await writeLabels(folder, { ...labels, tags: [...new Set([...kept, ...wanted])] });
  }
}

const newTags = { label: '$(add) New tags…', picked: false };

/** The tags that are chosen, and what is typed; nothing if the user gives up. */
async function askTags(known: readonly string[], picked: readonly string[]): Promise<readonly string[] | undefined> {
  const items = [newTags, ...known.map((tag) => ({ label: tag, picked: picked.includes(tag) }))];
  const options = { title: 'Tag Runs', placeHolder: 'Tags', canPickMany: true } as const;
  const chosen = known.length === 0 ? [newTags] : await window.showQuickPick(items, options);
  if (chosen === undefined) return undefined;
  const tags = chosen.filter((item) => item !== newTags).map(({ label }) => label);
  const typed = chosen.includes(newTags) ? await askNewTags() : [];
  return typed === undefined ? undefined : [...tags, ...typed];
}

async function askNewTags(): Promise<readonly string[] | undefined> {
  const prompt = 'Words with spaces between them, such as: baseline wide';
  const text = await window.showInputBox({ title: 'Tag Runs', prompt });
  return text?.split(/[\s,]+/).map((word) => word.replace(/^#/, '')).filter((word) => word !== ''); // prettier-ignore
}

function tagsOf(runs: readonly ListedRun[]): readonly string[] {
  return [...new Set(runs.flatMap(({ labels }) => labels.tags))].sort();
}
