/** Carries messages between two ends: a child process, a webview, or two objects in one process. */
export interface Transport {
  send(message: unknown): void;
  /** Called with each message that arrives, in order. Set once. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other end is gone, with the reason in words. Set once. */
  onClose(listener: (reason: string) => void): void;
  close(): void;
}
