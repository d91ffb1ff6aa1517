/** Commands that may help after a failure, by the titles of their buttons. */
export const helpfulCommands = {
  'Show Log': 'resnet.showLog',
  'Install Engine': 'resnet.installEngine',
  Doctor: 'resnet.doctor',
  'Download CIFAR-10': 'resnet.downloadData',
} as const;

export type HelpfulButton = keyof typeof helpfulCommands;

const hints: readonly (readonly [RegExp, readonly HelpfulButton[]])[] = [
  [/CIFAR-10 is not here/, ['Download CIFAR-10']],
  [/\bengine\b|TensorFlow/i, ['Install Engine', 'Doctor']],
  [/Node\.js|nodePath|greet/, ['Doctor']],
];

/** The buttons under a failure's sentence. */
export function failureButtons(message: string): readonly HelpfulButton[] {
  const helpful = hints.filter(([pattern]) => pattern.test(message)).flatMap(([, buttons]) => buttons);
  return [...new Set<HelpfulButton>([...helpful, 'Show Log'])];
}
