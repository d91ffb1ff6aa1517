/** A place in the left and one in the right list. */
export type Match = readonly [left: number, right: number];

/** Beyond so many differences two lists have nothing to do with each other: what lies behind is not matched. */
const mostDifferences = 4000;

/** The places of a longest common subsequence, in order, in O(n·d) for d differences (Myers 1986, "An O(ND) Difference Algorithm"). */
export function commonSubsequence(left: readonly string[], right: readonly string[]): readonly Match[] {
  const least = Math.min(left.length, right.length);
  let start = 0;
  while (start < least && left[start] === right[start]) start++;
  let end = 0;
  while (end < least - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const [a, b] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const middle = a.length === 0 || b.length === 0 ? [] : trace(a, b);
  return [
    ...Array.from({ length: start }, (_, index): Match => [index, index]),
    ...middle.map(([x, y]): Match => [x + start, y + start]),
    ...Array.from({ length: end }, (_, index): Match => [left.length - end + index, right.length - end + index]),
  ];
}

/** How far each diagonal x − y has come, by its number; what isn't reached yet is before the lists' begin. */
type Reach = ReadonlyMap<number, number>;

const reached = (reach: Reach, diagonal: number): number => reach.get(diagonal) ?? -1;

function trace(left: readonly string[], right: readonly string[]): Match[] {
  const steps: Reach[] = [new Map([[1, 0]])];
  const goal = left.length - right.length;
  while (steps.length <= mostDifferences) {
    const next = advance(steps[steps.length - 1] ?? new Map<number, number>(), steps.length - 1, { left, right });
    steps.push(next);
    if (reached(next, goal) >= left.length) return walkBack(steps, left.length, right.length);
  }
  return [];
}

interface Lists {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

/** The furthest places with one difference more. */
function advance(before: Reach, differences: number, { left, right }: Lists): Reach {
  const next = new Map<number, number>();
  for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
    let x = entry(before, diagonal);
    while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x++;
    if (x <= left.length && x - diagonal <= right.length) next.set(diagonal, x);
  }
  return next;
}

/** Where a diagonal is entered: from above (one more of the right list), or from the left. */
function entry(before: Reach, diagonal: number): number {
  return Math.max(reached(before, diagonal + 1), reached(before, diagonal - 1) + 1);
}

function walkBack(steps: readonly Reach[], length: number, otherLength: number): Match[] {
  const matches: Match[] = [];
  let [x, y] = [length, otherLength];
  for (let step = steps.length - 1; step > 0; step--) {
    const before = steps[step - 1] ?? new Map<number, number>();
    const from = entry(before, x - y);
    const fromAbove = reached(before, x - y + 1) === from;
    while (x > from) matches.push([--x, --y]);
    if (fromAbove) y--;
    else x--;
  }
  return matches.reverse();
}
