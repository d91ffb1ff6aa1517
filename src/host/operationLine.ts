import type { Progress } from '../protocol/engine';

/** `Downloading TensorFlow: 35 % (95 of 270 MB)`: a long operation's state in a line. */
export function operationLine({ phase, done, total, unit }: Progress): string {
  const amount = units[unit];
  if (total === 0) return done === 0 ? phase : `${phase}: ${amount(done)}`;
  return `${phase}: ${Math.floor((100 * done) / total)} % (${amount(done)} of ${amount(total)})`;
}

const units: Readonly<Record<Progress['unit'], (count: number) => string>> = {
  bytes: (count) => `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`,
  files: (count) => `${count} files`,
  steps: (count) => `${count} steps`,
};
