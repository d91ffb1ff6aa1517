import { readFile } from 'node:fs/promises';
import type { z } from 'zod';

/** A JSON file parsed by its schema, or undefined where it is missing or damaged. */
export async function readRecord<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
