/** The ends of an axis. */
export interface AxisRange {
  readonly from: number;
  readonly to: number;
}

/** An axis as it is shown now. */
export interface ShownAxis extends AxisRange {
  readonly log: boolean;
}

/** An axis with so many times its length, about a place that stays where it is; left out: its middle. */
export function zoomed(axis: ShownAxis, factor: number, about?: number): AxisRange {
  return onScale(axis, ({ from, to, on }) => {
    const middle = about === undefined ? (from + to) / 2 : on(about);
    return { from: middle + (from - middle) * factor, to: middle + (to - middle) * factor };
  });
}

/** An axis moved by a part of its length. */
export function panned(axis: ShownAxis, part: number): AxisRange {
  return onScale(axis, ({ from, to }) => ({ from: from + part * (to - from), to: to + part * (to - from) }));
}

/** What is shown of an axis moved into `whole`, as long as it was if there is room; nothing where it is all of it. */
export function within(axis: ShownAxis, whole: AxisRange): AxisRange | undefined {
  const { from, to } = onScale(axis, ({ from: low, to: high, on }) => {
    const [least, greatest] = [on(whole.from), on(whole.to)];
    const length = Math.min(high - low, greatest - least);
    const start = Math.min(Math.max(low, least), greatest - length);
    return { from: start, to: start + length };
  });
  const isAll = from <= whole.from && to >= whole.to * (1 - 1e-9);
  return isAll || !(to > from) ? undefined : { from, to };
}

interface OnScale extends AxisRange {
  readonly on: (value: number) => number;
}

/** Works on the scale on which the axis is even. */
function onScale({ from, to, log }: ShownAxis, change: (scale: OnScale) => AxisRange): AxisRange {
  const on = log ? Math.log : (value: number): number => value;
  const off = log ? Math.exp : (value: number): number => value;
  const changed = change({ from: on(from), to: on(to), on });
  return { from: off(changed.from), to: off(changed.to) };
}
