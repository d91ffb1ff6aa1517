import type { Transport } from './transport';

/** Two ends in one process: what one sends the other receives, a microtask later and as a structured clone. */
export function memoryTransports(): readonly [Transport, Transport] {
  const first = new MemoryEnd();
  const second = new MemoryEnd();
  first.peer = second;
  second.peer = first;
  return [first, second];
}

class MemoryEnd implements Transport {
  peer: MemoryEnd = this;
  #message: (message: unknown) => void = () => undefined;
  #close: (reason: string) => void = () => undefined;

  send(message: unknown): void {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => this.peer.#message(copy));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }

  onClose(listener: (reason: string) => void): void {
    this.#close = listener;
  }

  close(): void {
    queueMicrotask(() => this.peer.#close('The other end closed the connection.'));
  }
}
