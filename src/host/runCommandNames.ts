/** The commands about runs in the tree, after `resnet.`. */
export const runCommandNames = ['openRun', 'renameRun', 'tagRun', 'duplicateRun', 'revealRun', 'copyRunPath', 'deleteRun', 'compareRuns', 'compareGraphs', 'filterRuns', 'clearRunFilter', 'sortRuns', 'refreshRuns'] as const; // prettier-ignore

export type RunCommandName = (typeof runCommandNames)[number];
