import { UserError } from '../../protocol/userError';

/** A file as messages call it. */
export interface NamedFile {
  readonly name: string;
  readonly format: 'ONNX file' | 'TensorFlow.js model';
}

/** The refusal of a file that has no network that can be shown. */
export function damaged({ name, format }: NamedFile, what: string): UserError {
  return new UserError(`${name} is not a usable ${format}: ${what}; export or download it again.`);
}

/** A name out of a file as messages show it: quoted, escaped, cut short. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}
