import * as z from 'zod';
import { networkFileSchema } from './networkFileSchema';

/** The JSON schema of `*.resnet.json` that editors complete, explain and check by. */
export function publishedSchema(): object {
  const schema = z.toJSONSchema(networkFileSchema, { target: 'draft-07', io: 'input' });
  return { title: 'ResNet network file', ...schema, allowComments: true, allowTrailingCommas: true };
}
