import { UserError } from '../../protocol/userError';

/** The refusal of a file that is no ONNX network that can be shown. */
export function damaged(file: string, what: string): UserError {
  return new UserError(`${file} is not a usable ONNX file: ${what}; export or download it again.`);
}

/** A name out of a file as messages show it: quoted, escaped, cut short. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}
