import { exact, short } from '../format';
import { control, html, svg } from './element';
import { bytes } from './hoverFacts';
import { metricNames, metrics, type MetricName } from './metric';
import type { Network } from './network';
import { isActive, progressLine, type RunProgress } from './runProgress';

export interface HeaderEvents {
  train(): void;
  stop(): void;
  metric(name: MetricName): void;
  zoom(factor: number): void;
  fit(how: 'width' | 'all'): void;
}

/** The bar above the drawing: what it shows, what the run does, and the controls. */
export interface Header {
  readonly element: HTMLElement;
  showNetwork(title: string, network: Network): void;
  showRun(progress: RunProgress): void;
  showMetric(name: MetricName): void;
}

const icons = {
  'zoom-out': 'M3 8h10',
  'zoom-in': 'M3 8h10M8 3v10',
  'fit-width': 'M2 3v10M14 3v10M4.5 8h7M6.5 6l-2 2l2 2M9.5 6l2 2l-2 2',
  'fit-all': 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
} as const;

/** One press of a zoom button or key. */
export const zoomStep = 1.25;

export function createHeader(events: HeaderEvents): Header {
  const title = html('h1', { id: 'title' });
  const totals = html('div', { id: 'totals' });
  const dot = html('span', { class: 'dot', 'aria-hidden': 'true' });
  const line = html('span', { id: 'status' });
  const stop = button({ id: 'stop', appearance: 'secondary' }, 'Stop', () => events.stop());
  const train = button({ id: 'train', appearance: 'primary' }, 'Train', () => events.train());
  const metric = metricMenu((name) => events.metric(name));
  const zoom = html('div', { class: 'zoom' }, [
    iconButton('zoom-out', 'Zoom out (−)', () => events.zoom(1 / zoomStep)),
    iconButton('zoom-in', 'Zoom in (+)', () => events.zoom(zoomStep)),
    iconButton('fit-width', 'Fit the width (0)', () => events.fit('width')),
    iconButton('fit-all', 'Show all of it', () => events.fit('all')),
  ]);
  const run = html('div', { class: 'run' }, [dot, line]);
  const element = html('header', { id: 'header' }, [
    html('div', { class: 'about' }, [title, totals]),
    html('div', { class: 'controls' }, [
      run,
      html('div', { class: 'actions' }, [stop, train]),
      html('div', { class: 'tools' }, [html('label', { for: 'metric' }, ['Tint by']), metric, zoom]),
    ]),
  ]);
  stop.hidden = true;
  line.textContent = 'not training';

  return {
    element,
    showNetwork: (text, network) => {
      title.textContent = text;
      title.title = text;
      totals.replaceChildren(...totalsOf(network));
    },
    showRun: (progress) => {
      const text = progressLine(progress);
      if (line.textContent !== text) line.textContent = text;
      line.title = progress.status.message;
      run.dataset['state'] = progress.status.state;
      stop.hidden = !isActive(progress);
      train.hidden = isActive(progress);
    },
    showMetric: (name) => {
      for (const option of metric.querySelectorAll('vscode-option'))
        option.toggleAttribute('selected', option.getAttribute('value') === name);
      (metric as HTMLElement & { value: string }).value = name; // a vscode-dropdown, made in metricMenu
    },
  };
}

function totalsOf({ totals }: Network): HTMLElement[] {
  return [
    total('parameters', short(totals.params), `${exact(totals.params)} parameters and ${exact(totals.buffers)} buffers`),
    total('MACs', short(totals.macs), `${exact(totals.macs)} multiply-accumulates for one image; FLOPs = 2 × MACs`),
    total('activations / image', bytes(totals.activationBytes), `${exact(totals.activationBytes)} bytes: all layers’ outputs for one image in float32`),
  ];
}

function total(name: string, value: string, tip: string): HTMLElement {
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

function button(attributes: Record<string, string>, label: string, pressed: () => void): HTMLElement {
  const made = control('vscode-button', attributes, [label]);
  made.addEventListener('click', pressed);
  return made;
}

function iconButton(id: keyof typeof icons, label: string, pressed: () => void): HTMLElement {
  const icon = svg('svg', { width: 16, height: 16, viewBox: '0 0 16 16', class: 'icon', 'aria-hidden': 'true' }, [
    svg('path', { d: icons[id] }),
  ]);
  const made = control('vscode-button', { id, appearance: 'icon', 'aria-label': label, title: label }, [icon]);
  made.addEventListener('click', pressed);
  return made;
}
