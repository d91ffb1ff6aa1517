import type { ChildProcess } from 'node:child_process';
import type { Transport } from '../protocol/transport';

/**
 * The client's end of the connection to a forked process (`serialization: 'advanced'`).
 * @param ended Settles with the reason, in words, when the process is gone.
 */
export function childTransport(child: ChildProcess, ended: Promise<string>): Transport {
  return {
    send: (message) => {
      // Without a callback a process that ends in this moment would raise an 'error' event.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void ended.then(listener),
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}
