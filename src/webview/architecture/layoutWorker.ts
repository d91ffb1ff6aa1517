import ELK from 'elkjs/lib/elk-api';
import type { ElkNode } from 'elkjs/lib/elk-api';
import { UserError } from '../../protocol/userError';
import type { Place } from '../../drawing/graph/enginePlaces';
import { loadElkSource } from './elkSource';

/** Longer than any layout takes; ELK never answers after a fault in its worker. */
const patienceMs = 30_000;

/** ELK, started when the first graph is to be placed: its start takes longer than all else that the page does. */
export function layoutWorker(): Place {
  let place: Promise<Place> | undefined;
  return async (graph) => (await (place ??= startLayoutWorker()))(graph);
}

/**
 * Starts ELK in a thread of its own, from a Blob: a webview may not load a worker from the extension's folder. It lives as
 * long as the page. If it is refused or fails, each pending and later layout is rejected with one sentence.
 */
async function startLayoutWorker(): Promise<Place> {
  const source = await loadElkSource().catch((error: unknown) => {
    throw new UserError(sentence(detailOf(error)));
  });
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  let reject: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_resolve, refuse) => (reject = refuse));
  failure.catch(() => undefined);
  const fail = (detail: string): void => reject(new UserError(sentence(detail)));
  const elk = startElk(url, fail);
  return async (graph: ElkNode): Promise<ElkNode> => {
    if (elk === undefined) return failure;
    const timer = setTimeout(() => fail(`it gave no answer in ${patienceMs / 1000} s`), patienceMs);
    return Promise.race([elk.layout(graph), failure]).finally(() => clearTimeout(timer));
  };
}

function startElk(url: string, fail: (detail: string) => void): InstanceType<typeof ELK> | undefined {
  try {
    const worker = new Worker(url);
    worker.addEventListener('error', (event: Event) => {
      event.preventDefault();
      fail(event instanceof ErrorEvent && event.message !== '' ? event.message : 'it was refused');
    });
    return new ELK({ workerFactory: () => worker, algorithms: ['layered'] });
  } catch (error) {
    fail(detailOf(error));
    return undefined;
  }
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function sentence(detail: string): string {
  return `The graph could not be drawn because its layout worker failed (${detail}): close this panel and run “ResNet: Show Architecture” again.`;
}
