import { html } from '../element';
import type { Fact } from '../../drawing/graph/hoverFacts';

/** A fact's line, in two parts. */
export interface FactRow {
  readonly label: HTMLElement;
  readonly value: HTMLElement;
}

export function factRow({ label, value }: Fact): FactRow {
  return { label: html('dt', {}, [label]), value: html('dd', {}, [value]) };
}

/** Lines of facts, one below the other. */
export function factList(rows: readonly FactRow[]): HTMLElement {
  const lines = rows.map(({ label, value }) => html('div', {}, [label, value]));
  return html('dl', {}, lines);
}
