import type { Page } from 'playwright-core';
import type { RunStatus } from '../src/protocol/viewContract';
import { feedThread, type Feed, type FeedOrder, type SentDelta } from './feedThread';

declare global {
  interface Window {
    /** The thread that deltas come from. */
    benchFeed?: Worker;
  }
}

/** A run of which the page has so many steps. */
export interface FedRun {
  readonly status: RunStatus;
  readonly from: number;
}

/** Starts a thread in the page that goes on with a run. */
export async function startFeed(page: Page, { status, from }: FedRun): Promise<void> {
  const { tensors = [], blocks = [], relus = [] } = status.start ?? {};
  const rows = { tensors: tensors.length, blocks: blocks.length, relus: relus.length };
  const feed: Feed = { status, rows, from };
  await page.evaluate(startThread, `(${feedThread.toString()})(${JSON.stringify(feed)})`);
}

function startThread(source: string): void {
  window.benchFeed = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
}

/** So many frames, in each of which so many deltas are taken. */
export interface Batches {
  readonly frames: number;
  readonly perFrame: number;
}

/** Runs in the page: takes deltas as fast as they can be taken, and draws between them. */
export async function takeDeltas({ frames, perFrame }: Batches): Promise<void> {
  const thread = window.benchFeed;
  if (thread === undefined) return;
  let taken = 0;
  let done: () => void = () => undefined;
  thread.onmessage = ({ data }: MessageEvent<SentDelta>) => {
    window.dispatchEvent(new MessageEvent('message', { data: data.message }));
    if (++taken % perFrame === 0) requestAnimationFrame(() => done());
  };
  for (let frame = 0; frame < frames; frame++) {
    const finished = new Promise<void>((resolve) => (done = resolve));
    thread.postMessage({ count: perFrame } satisfies FeedOrder);
    await finished;
  }
  thread.onmessage = null;
}

/** Runs in the page for so many ms: deltas come every so often; ms from each one's sending to the frame after that with its step in it. */
export async function stepsToPixels({
  every,
  during,
}: {
  readonly every: number;
  readonly during: number;
}): Promise<readonly number[]> {
  const thread = window.benchFeed;
  const sent = new Map<number, number>();
  const latencies: number[] = [];
  const end = performance.now() + during;
  if (thread === undefined) return [];
  thread.onmessage = ({ data }: MessageEvent<SentDelta>) => {
    sent.set(data.step, data.at - performance.timeOrigin);
    window.dispatchEvent(new MessageEvent('message', { data: data.message }));
  };
  thread.postMessage({ every } satisfies FeedOrder);
  while (performance.now() < end) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
    const shown = Number(/step ([\d,]+)/.exec(document.querySelector('#status')?.textContent ?? '')?.[1]?.replace(/,/g, '')); // prettier-ignore
    for (const [step, at] of sent) {
      if (step > shown) continue;
      sent.delete(step);
      latencies.push(now - at);
    }
  }
  thread.terminate();
  return latencies;
}
