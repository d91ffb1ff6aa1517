import { exact, short } from '../../protocol/format';
import { button, control, html, iconButton, setText } from '../element';
import { isActive } from '../isActive';
import { bytes } from './hoverFacts';
import { metricNames, metrics, type MetricName } from './metric';
import type { Network } from './network';
import { runLine, type RunProgress } from './runProgress';
import { zoomStep } from './zoomStep';

/** What the bar's controls do. */
export interface HeaderEvents {
  readonly train: () => void;
  readonly stop: () => void;
  readonly metric: (name: MetricName) => void;
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
  readonly element: HTMLElement;

  constructor(events: HeaderEvents) {
    this.#train = button({ id: 'train', appearance: 'primary' }, 'Train', events.train);
    this.#stop = button({ id: 'stop', appearance: 'secondary', hidden: '' }, 'Stop', events.stop);
    this.#metric = metricMenu(events.metric);
    const label = html('label', { for: 'metric' }, ['Tint by']);
    this.element = html('header', { id: 'header' }, [
      html('div', { class: 'about' }, [this.#title, this.#totals]),
      html('div', { class: 'controls' }, [
        this.#run,
        html('div', { class: 'actions' }, [this.#train, this.#stop]),
        html('div', { class: 'tools' }, [label, this.#metric, zoomButtons(events)]),
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
    this.#status.title = progress.status.message;
    this.#run.dataset['state'] = progress.status.state;
    const active = isActive(progress.status);
    this.#stop.hidden = !active;
    this.#train.hidden = active;
    setText(this.#train, 'Train again');
  }

  showMetric(name: MetricName): void {
    for (const option of this.#metric.querySelectorAll('vscode-option'))
      option.toggleAttribute('selected', option.getAttribute('value') === name);
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

function metricMenu(chosen: (name: MetricName) => void): HTMLElement {
  const options = metricNames.map((name) => control('vscode-option', { value: name }, [metrics[name].label]));
  const menu = control('vscode-dropdown', { id: 'metric', 'aria-label': 'Tint by' }, options);
  menu.addEventListener('change', () => {
    const value = 'value' in menu ? menu.value : undefined;
    const name = metricNames.find((some) => some === value);
    if (name !== undefined) chosen(name);
  });
  return menu;
}

function zoomButtons({ zoom, fit }: HeaderEvents): HTMLElement {
  return html('div', { class: 'zoom' }, [
    iconButton({ id: 'zoom-out', label: 'Zoom out (−)', icon: 'M3 8h10' }, () => zoom(1 / zoomStep)),
    iconButton({ id: 'zoom-in', label: 'Zoom in (+)', icon: 'M3 8h10M8 3v10' }, () => zoom(zoomStep)),
    iconButton({ id: 'fit-width', label: 'Fit the width (0)', icon: widthIcon }, () => fit('width')),
    iconButton({ id: 'fit-all', label: 'Show all of it', icon: allIcon }, () => fit('all')),
  ]);
}

const widthIcon = 'M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2l2 2M9.5 6l2 2l-2 2';
const allIcon = 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10';
