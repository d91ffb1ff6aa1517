import { formatShape } from '../../model/layer';
import { exact } from '../../protocol/format';
import type { Network } from '../../drawing/graph/network';
import type { SceneNode } from '../../drawing/graph/scene';

/** What a box says of itself to the keyboard, to screen readers and to whoever looks for it in the page. */
export function itemAttributes({ look, content }: SceneNode, network: Network): Record<string, string> {
  const subject = content.subject === undefined ? undefined : network.subjects.get(content.subject);
  if (subject === undefined) return {};
  const { id, type, title, kind, output, totals } = subject;
  const { difference } = content;
  const label = `${title}, ${kind}, output ${formatShape(output)}, ${exact(totals.params)} parameters`;
  return {
    'data-subject': id,
    [`data-${type}`]: id,
    role: content.opens ? 'button' : 'img',
    'aria-label': difference === undefined ? label : `${label}; ${difference.words}`,
    ...(content.stop ? { tabindex: '-1' } : {}),
    ...(content.opens ? { 'aria-expanded': String(look === 'open') } : {}),
  };
}
