import * as z from 'zod';
import { suggestion } from '../nearest';

/** An object with these properties and no others; `what` names it in a sentence. */
export function closedObject<S extends z.ZodRawShape>(what: string, shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `${what} must be an object, in braces.`;
      const [key = ''] = issue.keys;
      return `${what} has no "${key}".${suggestion(key, Object.keys(shape))}`;
    },
  });
}
