/** A run whose deltas come into a page that shows it. */
export interface Feed {
  /** Of the run, as the page has it already. */
  readonly status: unknown;
  /** Numbers of rows of the live metrics. */
  readonly rows: { readonly tensors: number; readonly blocks: number; readonly relus: number };
  /** How many steps the page has already. */
  readonly from: number;
}

/** A message with the delta of one step, and when it was sent, in ms since the epoch. */
export interface SentDelta {
  readonly message: unknown;
  readonly step: number;
  readonly at: number;
}

/** What the thread is told: to send so many deltas at once, or one every so many ms. */
export interface FeedOrder {
  readonly count?: number;
  readonly every?: number;
}

/** Runs alone in a thread of a page, as an extension's messages come from elsewhere: makes deltas with live metrics. */
export function feedThread({ status, rows: { tensors, blocks, relus }, from }: Feed): void {
  let step = from;
  const row = (count: number, scale: number): Float32Array =>
    Float32Array.from({ length: count }, (_, index) => scale * (1 + 0.4 * Math.sin(1.7 * index + step)));
  const delta = (): object => ({
    ...{ status, from: step, epochs: [] },
    steps: {
      ...{ loss: row(1, 0.4), accuracy: row(1, 0.7), learningRate: row(1, 0.001) },
      ...{ gradientNorm: row(1, 2), imagesPerSecond: row(1, 250), stepMs: row(1, 100) },
    },
    live: {
      ...{ step: step + 1, gradientNorm: row(tensors, 0.02), updateRatio: row(tensors, 0.001) },
      ...{ branchRms: row(blocks, 0.6), shortcutRms: row(blocks, 0.5), reluZeros: row(relus, 0.4) },
    },
  });
  const send = (): void => {
    const message = { type: 'event', name: 'delta', payload: delta() };
    step++;
    postMessage({ message, step, at: performance.timeOrigin + performance.now() } satisfies SentDelta);
  };
  addEventListener('message', ({ data: { count = 0, every } }: MessageEvent<FeedOrder>) => {
    for (let sent = 0; sent < count; sent++) send();
    if (every !== undefined) setInterval(send, every);
  });
}
