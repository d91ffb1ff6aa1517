/** An error on its way to the other end. */
export interface WireError {
  readonly message: string;
  readonly reason: 'usage' | 'failure';
}

/** What travels between the two ends of a channel. */
export type Packet =
  | { readonly type: 'hello'; readonly version: string }
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'reply'; readonly id: number; readonly output: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: WireError }
  | { readonly type: 'event'; readonly name: string; readonly payload: unknown };

type Fields = Readonly<Record<string, unknown>>;

const isId = (value: unknown): boolean => Number.isInteger(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isReason = (value: unknown): boolean => value === 'usage' || value === 'failure';

const checks: { readonly [T in Packet['type']]: (fields: Fields) => boolean } = {
  hello: ({ version }) => isText(version),
  request: ({ id, name }) => isId(id) && isText(name),
  cancel: ({ id }) => isId(id),
  reply: ({ id }) => isId(id),
  error: ({ id, error }) => isId(id) && isFields(error) && isText(error['message']) && isReason(error['reason']),
  event: ({ name }) => isText(name),
};

/** The packet in a message, or nothing if it is somebody else's message. */
export function decodePacket(message: unknown): Packet | undefined {
  if (!isFields(message)) return undefined;
  const { type } = message;
  if (typeof type !== 'string' || !Object.hasOwn(checks, type)) return undefined;
  const check = checks[type as Packet['type']]; // its own key, by the line above
  return check(message) ? (message as unknown as Packet) : undefined; // just checked
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
