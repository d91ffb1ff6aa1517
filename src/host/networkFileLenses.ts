import { CodeLens, Range, type CodeLensProvider, type TextDocument } from 'vscode';

/** What can be done with a file, over its first line. */
const actions = [
  { title: '$(play) Train', command: 'resnet.trainFile' },
  { title: 'Show architecture', command: 'resnet.showFile' },
  { title: 'Describe', command: 'resnet.describeFile' },
] as const;

export const networkFileLenses: CodeLensProvider = {
  provideCodeLenses: ({ uri }: Pick<TextDocument, 'uri'>) =>
    actions.map((action) => new CodeLens(new Range(0, 0, 0, 0), { ...action, arguments: [uri] })),
};
