import type { Page } from 'playwright-core';

/** Stands for an `ArrayBuffer` on the way into the page, which takes typed arrays but no bare buffers. */
interface PackedBuffer {
  readonly packedBuffer: Uint8Array;
}

/** Posts a message into the page as VS Code does; typed arrays and buffers arrive as such. */
export async function postMessage(page: Page, message: unknown): Promise<void> {
  await page.evaluate(deliver, packed(message));
}

function packed(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { packedBuffer: new Uint8Array(value) } satisfies PackedBuffer;
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, packed(member)]));
}

/** Runs in the page. */
function deliver(message: unknown): void {
  const unpacked = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(unpacked);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    if ('packedBuffer' in value && value.packedBuffer instanceof Uint8Array) return value.packedBuffer.slice().buffer;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unpacked(member)]));
  };
  window.postMessage(unpacked(message), window.origin);
}
