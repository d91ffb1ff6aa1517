import { deferred } from './deferred';
import { decodePacket, type Packet, type WireError } from './packet';
import type { Transport } from './transport';
import { UserError } from './userError';

/** What one end offers the other: requests that are answered, and one-way events. Payloads are structured-clonable. */
export interface Side {
  readonly requests: object;
  readonly events: object;
}

type Input<F> = F extends (input: infer I) => unknown ? I : never;
type Output<F> = F extends (input: never) => infer O ? O : never;

/** One handler a request; the signal aborts when the caller cancels or is gone. */
export type Handlers<S extends Side> = {
  readonly [N in keyof S['requests']]: (
    input: Input<S['requests'][N]>,
    signal: AbortSignal,
  ) => Output<S['requests'][N]> | Promise<Output<S['requests'][N]>>;
};

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Listener = (payload: never) => void;
type Handler = (input: unknown, signal: AbortSignal) => unknown;

/**
 * One end of a typed connection. The first packet each way is the protocol's version; every request settles: with the
 * answer, with the handler's error, or with the reason for which the connection closed. Events are one-way.
 */
export class Channel<Local extends Side, Remote extends Side> {
  /** Settles once the other end has shown the same version. */
  readonly ready: Promise<void>;
  /** Settles with the reason when the connection is over. */
  readonly closed: Promise<string>;

  readonly #pending = new Map<number, Pending>();
  readonly #running = new Map<number, AbortController>();
  readonly #listeners = new Map<PropertyKey, Set<Listener>>();
  #nextId = 0;
  #reason: string | undefined;
  #greeted = false;
  readonly #whenReady = deferred<undefined>();
  readonly #whenClosed = deferred<string>();

  constructor(
    private readonly transport: Transport,
    private readonly options: { readonly version: string; readonly handlers: Handlers<Local> },
  ) {
    this.ready = this.#whenReady.promise;
    this.closed = this.#whenClosed.promise;
    this.ready.catch(() => undefined);
    transport.onMessage((message) => this.#receive(message));
    transport.onClose((reason) => this.#end(reason));
    this.#send({ type: 'hello', version: options.version });
  }

  /** Asks the other end; aborting the signal asks it to stop, and the answer is still awaited. */
  async request<N extends keyof Remote['requests'] & string>(
    name: N,
    input: Input<Remote['requests'][N]>,
    signal?: AbortSignal,
  ): Promise<Output<Remote['requests'][N]>> {
    await this.ready;
    if (this.#reason !== undefined) throw new UserError(this.#reason);
    const id = this.#nextId++;
    const cancel = (): void => this.#send({ type: 'cancel', id });
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    signal?.addEventListener('abort', cancel);
    try {
      this.#send({ type: 'request', id, name, input });
      if (signal?.aborted === true) cancel();
      return (await answer) as Output<Remote['requests'][N]>; // both ends were compiled from one contract: the handshake's version says so
    } finally {
      this.#pending.delete(id); // still there if the input could not be sent
      signal?.removeEventListener('abort', cancel);
    }
  }

  emit<N extends keyof Local['events'] & string>(name: N, payload: Local['events'][N]): void {
    this.#send({ type: 'event', name, payload });
  }

  /** Listens to an event of the other end until the returned function is called. */
  on<N extends keyof Remote['events'] & string>(name: N, listener: (payload: Remote['events'][N]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  close(reason = 'The connection was closed.'): void {
    this.#end(reason);
    this.transport.close();
  }

  #send(packet: Packet): void {
    if (this.#reason === undefined) this.transport.send(packet);
  }

  #end(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const pending of this.#pending.values()) pending.reject(new UserError(reason));
    for (const running of this.#running.values()) running.abort();
    this.#pending.clear();
    this.#whenReady.reject(new UserError(reason));
    this.#whenClosed.resolve(reason);
  }

  #receive(message: unknown): void {
    const packet = decodePacket(message);
    if (packet === undefined || this.#reason !== undefined) return;
    if (packet.type === 'hello') this.#greet(packet.version);
    // What comes before the greeting was meant for an earlier connection: a view's page may have been loaded anew.
    else if (this.#greeted) this.#dispatch(packet);
  }

  #greet(version: string): void {
    const { version: ours } = this.options;
    if (version !== ours) {
      this.close(
        `The two ends speak different versions (${ours} and ${version}); reload the window to start both anew.`,
      );
      return;
    }
    this.#greeted = true;
    this.#whenReady.resolve(undefined);
  }

  #dispatch(packet: Exclude<Packet, { type: 'hello' }>): void {
    switch (packet.type) {
      case 'request':
        void this.#answer(packet);
        break;
      case 'cancel':
        this.#running.get(packet.id)?.abort();
        break;
      case 'reply':
        this.#settle(packet.id, (pending) => pending.resolve(packet.output));
        break;
      case 'error':
        this.#settle(packet.id, (pending) => pending.reject(revive(packet.error)));
        break;
      case 'event':
        for (const listener of this.#listeners.get(packet.name) ?? []) listener(packet.payload as never); // typed by the shared contract
        break;
    }
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending !== undefined) how(pending);
  }

  async #answer({ id, name, input }: Extract<Packet, { type: 'request' }>): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      this.#send({ type: 'reply', id, output: await this.#handle(name, input, abort.signal) });
    } catch (error) {
      this.#send({ type: 'error', id, error: wireError(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  async #handle(name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    const { handlers } = this.options;
    if (!Object.hasOwn(handlers, name)) throw new UserError(`There is no request called "${name}".`);
    const handler = (handlers as Readonly<Record<string, Handler>>)[name]; // an own key, by the line above
    return await handler?.(input, signal);
  }
}

function wireError(error: unknown): WireError {
  if (error instanceof UserError) return { message: error.message, reason: error.reason };
  return { message: `Unexpected: ${error instanceof Error ? error.message : String(error)}`, reason: 'failure' };
}

function revive({ message, reason }: WireError): Error {
  return new UserError(message, reason);
}
