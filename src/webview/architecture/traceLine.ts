import { html, setText } from '../element';
import type { Network } from '../../drawing/graph/network';
import type { Trace } from './trace';
import { traceSentence } from './traceSentence';

/** The line below the drawing that says in words what the selected box is joined to; empty without one. */
export class TraceLine {
  readonly element = html('div', { id: 'trace', role: 'status' });

  show(network: Network | undefined, id: string | undefined, trace: Trace | undefined): void {
    const subject = network?.subjects.get(id ?? '');
    const known = network !== undefined && subject !== undefined && trace !== undefined;
    setText(this.element, known ? traceSentence(subject, trace, network) : '');
  }
}
