import { signs } from '../architecture/differenceSign';
import { html } from '../element';

const words = { added: 'only on the right', removed: 'only on the left', changed: 'changed' } as const;

/** What the signs and their colours mean. */
export function signLegend(): HTMLElement {
  const names = ['removed', 'added', 'changed'] as const;
  const items = names.map((name) =>
    html('span', { class: name }, [html('b', { class: 'sign', 'aria-hidden': 'true' }, [signs[name]]), words[name]]),
  );
  return html('div', { class: 'signs' }, items);
}
