import { exact, short } from '../../protocol/format';
import { cardSizeNames, cardSizes, mostHeight, type CardSizeName } from '../../drawing/graph/cardSize';
import { button, html, iconButton, setText } from '../element';
import { isActive } from '../../protocol/isActive';
import { bytes } from '../../drawing/graph/hoverFacts';
import { levelButtons } from './levelButtons';
import type { LevelName } from '../../drawing/graph/levels';
import { choose, menu } from './menu';
import { metricNames, metrics, type MetricName } from '../../drawing/graph/metric';
import type { Network } from '../../drawing/graph/network';
import { runLine, type RunProgress } from '../../drawing/graph/runProgress';
import { zoomStep } from './zoomStep';

/** What the bar's controls do. */
export interface HeaderEvents {
  readonly train: () => void;
  readonly stop: () => void;
  readonly exportGraph: () => void;
  readonly metric: (name: MetricName) => void;
  readonly cardSize: (name: CardSizeName) => void;
  readonly level: (name: LevelName) => void;
  readonly zoom: (factor: number) => void;
  readonly fit: (how: 'width' | 'all') => void;
}

/** The bar above the drawing: what is shown, what the run does, and the controls. */
export class Header {
  readonly #title = html('h1', { id: 'title' });
  readonly #totals = html('div', { id: 'totals' });
  readonly #status = html('span', { id: 'status' }, ['not training']);
  readonly #run = html('div', { class: 'run' }, [html('span', { class: 'dot', 'aria-hidden': 'true' }), this.#status]);
  readonly #train: HTMLElement;
  readonly #stop: HTMLElement;
  readonly #metric: HTMLElement;
  readonly #cardSize: HTMLElement;
  readonly element: HTMLElement;

  /**
   * @param beside stands beside what the run does
   * @param more buttons
   */
  constructor(events: HeaderEvents, beside: HTMLElement, more: readonly HTMLElement[] = []) {
    this.#train = button({ id: 'train', appearance: 'primary' }, 'Train', events.train);
    this.#stop = button({ id: 'stop', appearance: 'secondary', hidden: '' }, 'Stop', events.stop);
    this.#metric = metricMenu(events.metric);
    this.#cardSize = cardSizeMenu(events.cardSize);
    const save = iconButton({ id: 'export-graph', label: 'Export the graph …', icon: exportIcon }, events.exportGraph);
    const buttons = html('div', { class: 'buttons' }, [levelButtons(events.level), zoomButtons(events), ...more, save]);
    this.element = html('header', { id: 'header' }, [
      html('div', { class: 'about' }, [this.#title, this.#totals]),
      html('div', { class: 'controls' }, [
        this.#run,
        html('div', { class: 'actions' }, [this.#train, this.#stop]),
        beside,
        html('div', { class: 'tools' }, [this.#metric, this.#cardSize, buttons]),
      ]),
    ]);
  }

  showNetwork(title: string, network: Network): void {
    this.#title.textContent = title;
    this.#title.title = title;
    this.#totals.replaceChildren(...totalsOf(network));
  }

  showRun(progress: RunProgress): void {
    const text = runLine(progress);
    setText(this.#status, text);
    const { message } = progress.status;
    this.#status.title = message === text ? text : `${text} — ${message}`;
    this.#run.dataset['state'] = progress.status.state;
    const active = isActive(progress.status);
    this.#stop.hidden = !active;
    this.#train.hidden = active;
    setText(this.#train, 'Train again');
  }

  showChoices(metric: MetricName, cardSize: CardSizeName): void {
    choose(this.#metric, metric);
    choose(this.#cardSize, cardSize);
  }
}

function totalsOf({ totals: { params, buffers, macs, activationBytes } }: Network): HTMLElement[] {
  const outputs = `${exact(activationBytes)} bytes: all layers’ outputs for one image in float32`;
  return [
    total(short(params), 'parameters', `${exact(params)} parameters, and ${exact(buffers)} numbers in buffers`),
    total(short(macs), 'MACs', `${exact(macs)} multiply-accumulates for one image; FLOPs = 2 × MACs`),
    total(bytes(activationBytes), 'activations / image', outputs),
  ];
}

function total(value: string, name: string, tip: string): HTMLElement {
  return html('span', { class: 'total', title: tip }, [html('strong', {}, [value]), ` ${name}`]);
}

/** The menu of what the cards’ colours tell. */
export function metricMenu(chosen: (name: MetricName) => void): HTMLElement {
  const options = metricNames.map((name) => ({ name, label: metrics[name].label }));
  return menu({ id: 'metric', label: 'Tint by', tip: 'What the colour of a card tells', options, chosen });
}

function cardSizeMenu(chosen: (name: CardSizeName) => void): HTMLElement {
  const options = cardSizeNames.map((name) => ({ name, label: cardSizes[name].label }));
  const tip = `What the height of a card tells: up to ${mostHeight} times for the largest block, or layer where there are no blocks`;
  return menu({ id: 'card-size', label: 'Card size', tip, options, chosen });
}

/** Buttons to zoom the drawing and to fit it to the window. */
export function zoomButtons({ zoom, fit }: Pick<HeaderEvents, 'zoom' | 'fit'>): HTMLElement {
  return html('div', { class: 'zoom' }, [
    iconButton({ id: 'zoom-out', label: 'Zoom out (−)', icon: 'M3 8h10' }, () => zoom(1 / zoomStep)),
    iconButton({ id: 'zoom-in', label: 'Zoom in (+)', icon: 'M3 8h10M8 3v10' }, () => zoom(zoomStep)),
    iconButton({ id: 'fit-width', label: 'Fit the width (0)', icon: widthIcon }, () => fit('width')),
    iconButton({ id: 'fit-all', label: 'Show all of it', icon: allIcon }, () => fit('all')),
  ]);
}

const exportIcon = 'M8 10.5V2.5M5 5.2l3-2.9l3 2.9M2.5 9.5v4h11v-4';
const widthIcon = 'M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2l2 2M9.5 6l2 2l-2 2';
const allIcon = 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10';
