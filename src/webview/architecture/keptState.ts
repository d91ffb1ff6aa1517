import type { HostConnection } from '../hostConnection';
import { delayed } from './delayed';
import type { GraphState } from './graphView';
import { firstLevel, openAt } from '../../drawing/graph/levels';
import { networkKey, type Network } from '../../drawing/graph/network';
import { readSavedState, type SavedState } from './savedState';
import type { TintLook } from '../../drawing/graph/tintLook';

/** What the panel has to keep. */
export interface PanelState {
  readonly network: Network;
  readonly look: TintLook;
  readonly graph: GraphState;
  readonly details: boolean | undefined;
}

/** The panel's state on its way to and from what outlives the page. */
export class KeptState {
  readonly saved: SavedState | undefined;
  /** To be called after each change; writes a little later. */
  readonly save: () => void;

  constructor(connection: HostConnection, now: () => PanelState | undefined) {
    this.saved = readSavedState(connection.readState());
    this.save = delayed(() => {
      const state = now();
      if (state === undefined) return;
      const { network, look, graph, details } = state;
      connection.writeState({ version: 2, network: networkKey(network), ...look, ...graph, details });
    });
  }

  /** How a network is shown at first: as the page that was here before had it, if it is the same. */
  restored(network: Network): GraphState {
    const { saved } = this;
    const cardSize = saved?.cardSize ?? 'equal';
    if (saved?.network !== networkKey(network)) return { ...afresh(network), cardSize };
    return { opened: saved.opened, cardSize, view: saved.view };
  }
}

/** A network that nothing is known of, open to its first level. */
export function afresh(network: Network): GraphState {
  return { opened: openAt(firstLevel(network), network), cardSize: 'equal', view: undefined };
}

/** An edited network stays as open as it is; what is new in it is open as in a fresh one. */
export function carriedOver(state: GraphState, before: Network, after: Network): GraphState {
  const added = afresh(after).opened.filter((id) => !before.subjects.has(id));
  return { ...state, opened: [...new Set([...state.opened, ...added])] };
}
