import { lineAt, type JsonPath } from './jsonText';
import type { FileProblem } from './readNetworkFile';

/** `small.resnet.json, line 4, training.epochs: The number of epochs must be …`. */
export function problemLine(file: string, text: string, { path, message, offset }: FileProblem): string {
  const place = path.length === 0 ? '' : `, ${dotted(path)}`;
  return `${file}, line ${lineAt(text, offset)}${place}: ${message}`;
}

/** `network.stages[1].width`. */
function dotted(path: JsonPath): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('').slice(1); // prettier-ignore
}
