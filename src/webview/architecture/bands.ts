import type { TintOf } from '../../drawing/graph/tint';
import { shapeEdge } from './drawEdge';
import { svg } from '../element';
import type { PlacedEdge } from '../../drawing/graph/placeScene';

interface Band {
  readonly path: SVGPathElement;
  readonly shortcutOf: string;
}

/** What the shortcuts carry: a band in the tint's colour under each of their lines, which keep their own colours. */
export class Bands {
  readonly element = svg('g');
  #bands: ReadonlyMap<string, Band> = new Map();

  /** Draws the bands of the edges that belong to shortcuts; those that stay keep their elements. */
  show(edges: readonly PlacedEdge[], tintOf: TintOf): void {
    const before = this.#bands;
    this.#bands = new Map(
      edges.flatMap((edge) => (edge.shortcutOf === undefined ? [] : [[edge.id, this.#keep(edge, edge.shortcutOf)]])),
    );
    for (const [id, { path }] of before) if (!this.#bands.has(id)) path.remove();
    for (const [id, { path }] of this.#bands) if (!before.has(id)) this.element.append(path);
    this.paint(tintOf);
  }

  /** Changes colours only. */
  paint(tintOf: TintOf): void {
    for (const { path, shortcutOf } of this.#bands.values()) {
      const fill = tintOf({ shortcutOf })?.shade?.fill ?? 'none';
      if (path.getAttribute('stroke') !== fill) path.setAttribute('stroke', fill);
    }
  }

  #keep(edge: PlacedEdge, shortcutOf: string): Band {
    const band = this.#bands.get(edge.id) ?? { path: svg('path', { class: 'band' }), shortcutOf };
    shapeEdge(band.path, edge);
    return band;
  }
}
