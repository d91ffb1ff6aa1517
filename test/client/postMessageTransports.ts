import type { Transport } from '../../src/protocol/transport';

/** Two ends that talk as a webview and the extension do: by posted messages, without any news of the other end's going. */
export function postMessageTransports(): readonly [Transport, Transport] {
  const extension = new EventTarget();
  const page = new EventTarget();
  return [end(extension, page), end(page, extension)];
}

function end(own: EventTarget, other: EventTarget): Transport {
  return {
    send: (message) => {
      const data: unknown = structuredClone(message);
      setImmediate(() => other.dispatchEvent(new MessageEvent('message', { data })));
    },
    onMessage: (listener) =>
      own.addEventListener('message', (event) => listener((event as MessageEvent<unknown>).data)),
    onClose: () => undefined,
    close: () => undefined,
  };
}
