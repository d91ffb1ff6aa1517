import ELK from 'elkjs/lib/elk.bundled';
import type { Place } from './enginePlaces';

/** ELK in this very thread, where there is no page whose frames it could delay. */
export function layoutHere(): Place {
  const elk = new ELK();
  return (graph) => elk.layout(graph);
}
