import { html, svg } from './element';
import { metrics, type MetricName } from './metric';
import { gradient, type Ground } from './palette';
import type { Network } from './network';
import type { Range } from './tintScale';

/** What the colours and lines mean. */
export interface Legend {
  readonly element: HTMLElement;
  update(of: { metric: MetricName; range: Range | undefined; ground: Ground }): void;
  /** Names the kinds of shortcut that the network has. */
  showLines(network: Network): void;
}

const lineNames = {
  identity: 'identity shortcut',
  projection: 'projection',
  padded: 'zero-padded identity',
  none: 'no shortcuts',
} as const;

export function createLegend(): Legend {
  const bar = html('span', { class: 'gradient' });
  const low = html('span', { id: 'legend-low', class: 'end' });
  const high = html('span', { id: 'legend-high', class: 'end' });
  const name = html('strong');
  const text = html('span', { class: 'explanation' });
  const scale = html('span', { class: 'scale' }, [low, bar, high]);
  const tint = html('div', { class: 'tint' }, [name, scale, text]);
  const lines = html('div', { class: 'lines' });
  const element = html('footer', { id: 'legend' }, [tint, lines]);

  return {
    element,
    update: ({ metric, range, ground }) => {
      const { label, explanation, format } = metrics[metric];
      tint.hidden = metric === 'none';
      name.textContent = label;
      text.textContent = explanation;
      bar.style.background = gradient(ground);
      low.textContent = range === undefined ? '–' : format(range.low);
      high.textContent = range === undefined ? '–' : format(range.high);
    },
    showLines: (network) => {
      const blocks = network.outline.stages.flatMap((stage) => stage.blocks);
      const types = [...new Set(blocks.map((block) => block.shortcut.type))];
      lines.replaceChildren(
        ...types.map((type) =>
          html('span', {}, [
            svg('svg', { width: 26, height: 8, 'aria-hidden': 'true' }, type === 'none' ? [] : [svg('path', { class: `edge ${type}`, d: 'M1 4H25' })]),
            lineNames[type],
          ]),
        ),
      );
    },
  };
}
