import { Channel, type Handlers } from '../protocol/channel';
import type { Transport } from '../protocol/transport';
import { viewVersion, type HostSide, type ViewSide } from '../protocol/viewContract';

/** The object that VS Code gives a webview's script, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** A view's end of the channel, and its state that outlives being hidden, moved or reloaded. */
export interface HostConnection {
  readonly channel: Channel<ViewSide, HostSide>;
  readState(): unknown;
  writeState(state: unknown): void;
}

/** Connects the view to the extension, whose requests it answers; call once. */
export function connectToHost(handlers: Handlers<ViewSide>): HostConnection {
  const api = acquireVsCodeApi();
  const channel = new Channel<ViewSide, HostSide>(webviewTransport(api), { version: viewVersion, handlers });
  return { channel, readState: () => api.getState(), writeState: (state) => api.setState(state) };
}

function webviewTransport(api: VsCodeApi): Transport {
  return {
    send: (message) => api.postMessage(message),
    onMessage: (listener) => window.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
    onClose: () => undefined,
    close: () => undefined,
  };
}
