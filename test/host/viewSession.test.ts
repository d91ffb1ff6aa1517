import assert from 'node:assert/strict';
import { RunHistory } from '../../src/client/runHistory';
import { noWeights } from '../../src/host/noWeights';
import { ViewSession, type ViewActions, type ViewContent } from '../../src/host/viewSession';
import { buildArchitecture } from '../../src/protocol/checkTrainOptions';
import type { LiveMetrics, RunEvent } from '../../src/protocol/run';
import { Channel } from '../../src/protocol/channel';
import {
  viewVersion,
  type HostSide,
  type Moment,
  type RunDelta,
  type RunSnapshot,
  type ViewSide,
} from '../../src/protocol/viewContract';
import { exampleEvents } from '../client/exampleRun';
import { ManualClock } from './manualClock';

/** What a page has received since it was loaded. */
interface Seen {
  readonly channel: Channel<ViewSide, HostSide>;
  readonly names: string[];
  readonly snapshots: RunSnapshot[];
  readonly deltas: RunDelta[];
  readonly moments: (Moment | null)[];
}

/** A webview whose page can be loaded again: what is posted reaches the page that is there when it arrives. */
class FakeWebview {
  #toExtension: (message: unknown) => void = () => undefined;
  #toPage: (message: unknown) => void = () => undefined;

  #watch: (message: unknown) => void = () => undefined;

  readonly page = {
    post: (message: unknown): void => {
      this.#watch(message);
      const copy: unknown = structuredClone(message);
      setImmediate(() => this.#toPage(copy));
    },
    onMessage: (listener: (message: unknown) => void): void => void (this.#toExtension = listener),
  };

  load(version: string = viewVersion): Seen {
    const transport = {
      send: (message: unknown): void => {
        const copy: unknown = structuredClone(message);
        setImmediate(() => this.#toExtension(copy));
      },
      onMessage: (listener: (message: unknown) => void): void => void (this.#toPage = listener),
      onClose: (): void => undefined,
      close: (): void => undefined,
    };
    const channel = new Channel<ViewSide, HostSide>(transport, { version, handlers: pictures });
    const seen: Seen = { channel, names: [], snapshots: [], deltas: [], moments: [] };
    channel.on('architecture', ({ title }) => void seen.names.push(`architecture ${title}`));
    channel.on('snapshot', (snapshot) => void (seen.names.push('snapshot'), seen.snapshots.push(snapshot)));
    channel.on('delta', (delta) => void (seen.names.push('delta'), seen.deltas.push(delta)));
    channel.on('moment', (moment) => void (seen.names.push('moment'), seen.moments.push(moment)));
    channel.on('comparison', (two) => void seen.names.push(two === null ? 'no comparison' : `${two.left.title} and ${two.right.title}`)); // prettier-ignore
    channel.on('comparedRuns', ({ left }) => void seen.names.push(`left at step ${(left?.from ?? 0) + (left?.steps.loss.length ?? 0)}`)); // prettier-ignore
    channel.on('visible', () => channel.emit('ready', null));
    channel.emit('ready', null);
    return seen;
  }

  /** Shows each message of the extension to a test, whether a page receives it or not. */
  watch(watch: (message: unknown) => void): void {
    this.#watch = watch;
  }

  unload(): void {
    this.#toPage = (): void => undefined;
  }
}

/** What a page answers. */
const pictures = {
  graphSvg: (use: string): string => `<svg>${use}</svg>`,
  graphPng: (scale: number): Uint8Array => Uint8Array.of(scale),
};

const quietActions: ViewActions = {
  stop: () => undefined,
  control: () => undefined,
  train: () => undefined,
  trainAgain: () => undefined,
  lookBack: () => undefined,
  exportGraph: () => undefined,
  painted: () => undefined,
  log: () => undefined,
  save: () => undefined,
  weights: noWeights('None.'),
};

const ones = Float32Array.of(1);

function series(first: number): Extract<RunEvent, { type: 'steps' }> {
  const numbers = { loss: ones, accuracy: ones, learningRate: ones, imagesPerSecond: ones, stepMs: ones };
  return { type: 'steps', first, epoch: 1, ...numbers };
}

function measuredAt(step: number): LiveMetrics {
  return { step, gradientNorm: ones, updateRatio: ones, branchRms: ones, shortcutRms: ones, reluZeros: ones };
}

describe('view session', () => {
  let webview: FakeWebview;
  let clock: ManualClock;
  let called: string[];
  let session: ViewSession;
  let history: RunHistory;
  let content: ViewContent;

  beforeEach(() => {
    webview = new FakeWebview();
    clock = new ManualClock();
    called = [];
    const actions: ViewActions = {
      stop: () => void called.push('stop'),
      control: (name) => void called.push(name),
      train: () => void called.push('train'),
      trainAgain: () => void called.push('trainAgain'),
      lookBack: (step) => void called.push(`lookBack ${String(step)}`),
      exportGraph: () => void called.push('exportGraph'),
      painted: (ms) => void called.push(`painted ${ms}`),
      log: (line) => void called.push(line),
      save: ({ name }) => void called.push(`save ${name}`),
      endComparison: () => void called.push('endComparison'),
      weights: {
        ...noWeights('None.'),
        filterImages: ({ layer }) => ({ size: 1, count: layer.length, pixels: Uint8Array.of(1, 2, 3) }),
      },
    };
    session = new ViewSession(webview.page, { actions, visible: true, clock });
    history = new RunHistory({ id: 'run-1', title: 'a run' });
    const architecture = buildArchitecture({ model: 'resnet18' }, 2);
    content = { architecture: { architecture, title: 'a run' }, history };
  });

  afterEach(() => session.dispose());

  /** Messages are a few turns of the event loop on their way. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const events = (from: number, to: number): void => exampleEvents.slice(from, to).forEach((e) => history.apply(e));

  it('gives a page that is ready the architecture and the snapshot', async () => {
    session.show(content);
    events(0, 2);
    const seen = webview.load();
    await settle();
    assert.deepEqual(seen.names, ['architecture a run', 'snapshot']);
    assert.deepEqual(seen.snapshots[0]?.steps.loss, Float32Array.of(0.7, 0.6));
  });

  it('sends what came since as deltas, ten a second at most', async () => {
    session.show(content);
    events(0, 1);
    const seen = webview.load();
    clock.advance(100);
    await settle();
    events(1, 2);
    events(2, 4);
    events(4, 5);
    clock.advance(99);
    await settle();
    assert.equal(seen.deltas.length, 1);
    clock.advance(1);
    await settle();
    assert.equal(seen.deltas.length, 2);
    assert.deepEqual(
      seen.deltas.map(({ from }) => from),
      [0, 2],
    );
    assert.deepEqual(
      seen.deltas.map(({ epochs }) => epochs.length),
      [0, 1],
    );
    assert.deepEqual(seen.deltas[1]?.steps.loss, Float32Array.of(0.5, 0.4));
    history.finish('done', 'Good.');
    clock.advance(100);
    await settle();
    assert.equal(seen.deltas.at(-1)?.status.state, 'done');
  });

  it('sends a hidden view nothing, and everything when it is back', async () => {
    session.show(content);
    const hidden = webview.load();
    await settle();
    session.setVisible(false);
    webview.unload();
    events(0, 6);
    clock.advance(1000);
    await settle();
    assert.deepEqual(hidden.deltas, []);
    session.setVisible(true);
    const back = webview.load();
    await settle();
    assert.deepEqual(back.names, ['architecture a run', 'snapshot']);
    assert.equal(back.snapshots[0]?.epochs.length, 2);
  });

  it('posts the history once to a page that is loaded when its view appears', async () => {
    session.show(content);
    webview.load();
    await settle();
    session.setVisible(false);
    webview.unload();
    events(0, 6);
    const posted: unknown[] = [];
    webview.watch((message) => void posted.push(message));
    session.setVisible(true);
    webview.load();
    await settle();
    const snapshots = posted.filter((message) => JSON.stringify(message).includes('"snapshot"'));
    assert.equal(snapshots.length, 1);
  });

  it('waits until a view that is hidden at first can be seen', async () => {
    session.dispose();
    session = new ViewSession(webview.page, { actions: quietActions, visible: false, clock });
    session.show(content);
    const seen = webview.load();
    await settle();
    assert.deepEqual(seen.names, []);
    session.setVisible(true);
    await settle();
    assert.deepEqual(seen.names, ['architecture a run', 'snapshot']);
  });

  it('sends a view that was hidden but not unloaded the whole picture', async () => {
    session.show(content);
    const seen = webview.load();
    await settle();
    session.setVisible(false);
    events(0, 6);
    session.setVisible(true);
    await settle();
    assert.deepEqual(seen.names, ['architecture a run', 'snapshot', 'architecture a run', 'snapshot']);
    assert.equal(seen.snapshots[1]?.epochs.length, 2);
  });

  it('serves a page that was loaded anew in the middle of the stream', async () => {
    session.show(content);
    events(0, 2);
    webview.load();
    await settle();
    events(2, 5); // on its way while the page is exchanged
    const moved = webview.load();
    await settle();
    assert.deepEqual(moved.names.slice(0, 2), ['architecture a run', 'snapshot']);
    events(5, 6);
    clock.advance(200);
    await settle();
    assert.equal(moved.snapshots[0]?.steps.loss.length, 4);
    assert.equal(moved.deltas.at(-1)?.epochs.length, 1);
  });

  it('follows another run from its beginning, and the first no longer', async () => {
    session.show(content);
    const seen = webview.load();
    await settle();
    const other = new RunHistory({ id: 'run-2', title: 'another' });
    session.show({ history: other });
    events(0, 2);
    clock.advance(500);
    await settle();
    assert.equal(seen.snapshots.at(-1)?.status.id, 'run-2');
    assert.deepEqual(seen.deltas, []);
  });

  it('looks back at a step of its run, also for a page that is loaded anew, and not at another run’s', async () => {
    session.show(content);
    events(0, 2);
    const measured = measuredAt(3);
    history.apply({ ...series(3), live: measured });
    const seen = webview.load();
    await settle();
    session.lookBack(3);
    session.lookBack(3);
    await settle();
    assert.deepEqual(seen.moments, [{ step: 3, live: measured }]);
    const again = webview.load();
    await settle();
    assert.deepEqual([again.names.at(-1), again.moments.length], ['moment', 1]);
    session.lookBack(undefined);
    await settle();
    assert.equal(again.moments.at(-1), null);
    session.lookBack(2);
    session.show({ ...content, history: new RunHistory({ id: 'run-2', title: 'another' }) });
    const other = webview.load();
    await settle();
    assert.deepEqual(other.moments, []);
  });

  it('sends two networks in the place of the one, then where their runs are, and the one again', async () => {
    session.show(content);
    const architecture = content.architecture;
    assert.ok(architecture !== undefined);
    const compared = new RunHistory({ id: 'run-2', title: 'compared' });
    const seen = webview.load();
    await settle();
    session.show({ ...content, comparison: { left: { architecture, history: compared }, right: { architecture } } });
    await settle();
    for (const event of exampleEvents.slice(0, 3)) compared.apply(event);
    events(0, 2); // of the run that is not shown meanwhile
    clock.advance(200);
    await settle();
    assert.deepEqual(seen.names.slice(2), ['a run and a run', 'left at step 0', 'left at step 2']);
    session.show(content);
    await settle();
    assert.deepEqual(seen.names.slice(5), ['no comparison', 'architecture a run', 'snapshot']);
  });

  it('hands on what the view’s buttons ask for', async () => {
    const seen = webview.load();
    seen.channel.emit('train', null);
    seen.channel.emit('stop', null);
    seen.channel.emit('lookBack', { step: 5 });
    seen.channel.emit('lookBack', null);
    seen.channel.emit('exportGraph', null);
    seen.channel.emit('painted', { ms: 12 });
    await settle();
    assert.deepEqual(called, ['train', 'stop', 'lookBack 5', 'lookBack undefined', 'exportGraph', 'painted 12']);
  });

  it('repeats the run only where it is the run that is shown', async () => {
    const seen = webview.load();
    const pressed = async (shown: ViewContent): Promise<void> => {
      session.show(shown);
      seen.channel.emit('train', null);
      await settle();
    };
    await pressed(content);
    await pressed({ architecture: content.architecture });
    assert.deepEqual(called, ['trainAgain', 'train']);
  });

  it('asks a page when it is ready, and one that is hidden when it is back', async () => {
    session.show(content);
    const asked = session.readyPage().then((page) => page.request('graphSvg', 'print'));
    webview.load();
    assert.equal(await asked, '<svg>print</svg>');
    session.setVisible(false);
    webview.unload();
    const later = session.readyPage().then((page) => page.request('graphPng', 3));
    await settle();
    session.setVisible(true);
    webview.load();
    assert.deepEqual(await later, Uint8Array.of(3));
  });

  it('says so where there is no page to ask', async () => {
    await assert.rejects(session.readyPage(20), /did not load or was closed: open it again/);
    const waiting = session.readyPage();
    session.dispose();
    await assert.rejects(waiting, /did not load or was closed/);
  });

  it('logs a page of another version', async () => {
    webview.load('old');
    await settle();
    assert.equal(called.length, 1);
    assert.match(called[0] ?? '', /different versions/);
  });
});
