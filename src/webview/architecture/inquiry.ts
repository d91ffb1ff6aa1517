import type { DrawnArchitecture } from '../../protocol/viewContract';
import { html, iconButton } from '../element';
import type { HostConnection } from '../hostConnection';
import { DetailsPane } from './details/pane';
import { Finder } from './find/finder';
import type { GraphView } from './graphView';
import { isTyping } from './keyboard';
import type { Network } from '../../drawing/graph/network';
import type { Overview } from './overview';
import type { RunProgress } from '../../drawing/graph/runProgress';

/** What asking about a network needs of the panel. */
export interface InquiryContext {
  readonly graph: GraphView;
  readonly overview: Overview;
  readonly channel: Pick<HostConnection['channel'], 'request'>;
  readonly network: () => Network | undefined;
  readonly open: (ids: readonly string[]) => Promise<void>;
  /** Gives the focus to the drawing. */
  readonly focus: () => void;
  /** Whether the pane was open before; left out: nobody has said. */
  readonly details: boolean | undefined;
  /** The pane has been opened or closed. */
  readonly changed: () => void;
}

/** Panels of at least this width, in px, begin with the details beside the drawing. */
const roomy = 1000;

/** What answers questions about the network: the details of what is selected, and looking for something. */
export class Inquiry {
  readonly finder: Finder;
  readonly details: DetailsPane;
  /** For the header. */
  readonly buttons: readonly HTMLElement[];
  #chosen: boolean | undefined;

  constructor(context: InquiryContext) {
    const { graph, overview, network, open, focus, channel } = context;
    this.#chosen = context.details;
    this.finder = new Finder({ graph, overview, network, open, leave: focus });
    this.details = new DetailsPane({
      channel,
      isOpen: context.details ?? window.innerWidth >= roomy,
      toggled: () => {
        this.#chosen = this.details.isOpen();
        this.#tell();
        context.changed();
      },
      leave: focus,
    });
    this.buttons = [
      html('div', { class: 'inquiry' }, [
        iconButton({ id: 'find-open', label: 'Find (Ctrl+F or /)', icon: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5l3 3' }, () => this.finder.open()), // prettier-ignore
        iconButton({ id: 'details-toggle', label: 'Details (i)', icon: 'M2.5 3h11v10h-11zM9.5 3v10' }, () => this.details.toggle()), // prettier-ignore
      ]),
    ];
    this.#tell();
    this.#listen();
  }

  /** Whether the user wants the pane; nothing: nobody has said. */
  chosen(): boolean | undefined {
    return this.#chosen;
  }

  show(network: Network, drawn: DrawnArchitecture): void {
    this.details.show(network, drawn);
  }

  /** Newest numbers of training. */
  take(progress: RunProgress): void {
    this.details.take(progress);
  }

  /** Numbers of the step that is shown. */
  look(shown: RunProgress): void {
    this.details.look(shown);
  }

  #tell(): void {
    this.buttons[0]?.querySelector('#details-toggle')?.setAttribute('aria-pressed', String(this.details.isOpen()));
  }

  #listen(): void {
    window.addEventListener('keydown', (event) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      const isPlain = !ctrlKey && !metaKey && !altKey && !isTyping(event);
      const isFind = (ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'f';
      if (isFind || (isPlain && key === '/')) this.finder.open();
      else if (isPlain && key === 'i') this.details.toggle();
      else return;
      event.preventDefault();
    });
  }
}
