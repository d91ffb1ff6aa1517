import type { Architecture } from '../../model/layer';
import { UserError } from '../../protocol/userError';
import type { RunDelta, RunSnapshot } from '../../protocol/viewContract';
import type { HostConnection } from '../hostConnection';
import type { Tint } from './drawing';
import { html } from './element';
import { createGraphView, type GraphState } from './graphView';
import { createHeader } from './header';
import { createHoverCard } from './hoverCard';
import { inspect } from './inspection';
import { listenKeyboard } from './keyboard';
import type { Place } from './layoutScene';
import { createLegend } from './legend';
import type { MetricName } from './metric';
import { describeNetwork, type Network } from './network';
import { createNotice } from './notice';
import { createOverview } from './overview';
import { nextProgress, type RunProgress } from './runProgress';
import { readSavedState } from './savedState';
import { canvasMeasure } from './textWidth';
import { onThemeChange, themeGround } from './theme';
import { createTinting } from './tinting';

/** The architecture panel: its parts wired to each other and to the extension. */
export function createPanel(app: HTMLElement, { channel, readState, writeState }: HostConnection, place: Place): void {
  const saved = readSavedState(readState());
  const tinting = createTinting();
  let network: Network | undefined;
  let progress: RunProgress | undefined;
  let metric: MetricName = saved?.metric ?? 'gradientNorm';
  let painted = false;

  const train = (): void => channel.emit('train', null);
  const header = createHeader({
    train,
    stop: () => channel.emit('stop', null),
    metric: (name) => {
      metric = name;
      repaint();
      save();
    },
    zoom: (factor) => graph.zoom(factor),
    fit: (how) => graph.fit(how),
  });
  const legend = createLegend();
  const notice = createNotice(train);
  const card = createHoverCard(tinting.numbers);
  const save = delayed(() => {
    if (network !== undefined) writeState({ version: 1, network: keyOf(network), metric, ...graph.state() });
  });
  const graph = createGraphView({
    place,
    measure: canvasMeasure(getComputedStyle(document.body).fontFamily),
    events: { changed, moved: () => inspection.hide(), clicked: (subject) => toggle(subject) },
  });
  const overview = createOverview((part) => graph.scrollTo(part));
  const inspection = inspect(graph, {
    show: (id, beside) => {
      const subject = network?.subjects.get(id);
      if (network !== undefined && subject !== undefined) card.show(subject, beside, network);
    },
    hide: () => card.hide(),
  });
  const keyboard = listenKeyboard({ graph, inspection, network: () => network, toggle: (id) => toggle(id) });

  app.append(header.element, html('div', { id: 'canvas' }, [graph.surface, overview.element, notice.element]), legend.element, card.element);
  app.classList.add('empty');
  header.showMetric(metric);
  onThemeChange(repaint);

  function changed(): void {
    overview.follow(graph.visible());
    save();
  }

  function repaint(): void {
    if (network === undefined) return;
    const { subjects } = network;
    const ground = themeGround();
    const tintOf = (id: string): Tint | undefined => {
      const subject = subjects.get(id);
      return subject === undefined ? undefined : tinting.tint(subject, metric, ground);
    };
    graph.paint(tintOf);
    overview.paint(tintOf);
    legend.update({ metric, range: tinting.range(metric), ground });
    card.update(tinting.numbers);
  }

  function toggle(id: string): void {
    const element = graph.elementOf(id);
    if (element?.hasAttribute('aria-expanded') !== true) return;
    const focused = element === document.activeElement;
    inspection.hide();
    graph.toggle(id).then(() => {
      overview.show(graph.scene());
      changed();
      keyboard.settle(id);
      if (focused) graph.elementOf(id)?.focus({ preventScroll: true });
    }, fail);
  }

  function fail(error: unknown): void {
    app.classList.add('empty');
    notice.failed(error instanceof UserError ? error.message : `The graph could not be drawn: ${String(error)}`);
  }

  async function showArchitecture(architecture: Architecture, title: string): Promise<void> {
    const next = describeNetwork(architecture);
    const same = network !== undefined && keyOf(network) === keyOf(next);
    header.showNetwork(title, next);
    if (same) return;
    const restore: Partial<GraphState> = network === undefined && saved?.network === keyOf(next) ? { opened: saved.opened, view: saved.view } : {};
    network = next;
    notice.working(`Laying out ${title} …`);
    inspection.hide();
    legend.showLines(next);
    app.classList.remove('empty');
    await graph.show(next, restore);
    if (network !== next) return;
    if (next.problem === undefined) notice.hide();
    else notice.failed(next.problem);
    keyboard.settle();
    overview.show(graph.scene());
    changed();
    tinting.update(next, progress);
    repaint();
    reportPainted();
  }

  function reportPainted(): void {
    if (painted) return;
    painted = true;
    requestAnimationFrame(() => setTimeout(() => channel.emit('painted', { ms: performance.now() }), 0));
  }

  function onRun(news: RunSnapshot | RunDelta): void {
    progress = nextProgress(progress, news);
    header.showRun(progress);
    if (network === undefined) return;
    tinting.update(network, progress);
    repaint();
  }

  channel.on('architecture', ({ architecture, title }) => void showArchitecture(architecture, title).catch(fail));
  channel.on('snapshot', onRun);
  channel.on('delta', onRun);
  channel.emit('ready', null);
}

/** Tells whether two architectures are the same drawing. */
function keyOf({ architecture }: Network): string {
  return `${architecture.name} ${architecture.input.join('×')} ${architecture.classes} ${architecture.layers.length}`;
}

/** Runs after a pause in the calls, and at once when the page is going away. */
function delayed(act: () => void): () => void {
  let timer: number | undefined;
  const now = (): void => {
    window.clearTimeout(timer);
    timer = undefined;
    act();
  };
  const later = (): void => void (timer ??= window.setTimeout(now, 200));
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) now();
  });
  return later;
}
