import type { Transport } from '../protocol/transport';

/** The worker's end of the connection to the process that forked it; closing it closes the connection for both. */
export function processTransport(worker: NodeJS.Process): Transport {
  return {
    send: (message) => {
      // Without a callback a client that goes away in this moment would raise an uncaught error here.
      if (worker.connected) worker.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void worker.on('message', listener),
    onClose: (listener) =>
      void worker.once('disconnect', () => listener('The program that started the trainer is gone.')),
    close: () => {
      if (worker.connected) worker.disconnect();
    },
  };
}
