/** Seconds since `start` (a value of `performance.now()`), for people. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * One step of the set-up: asks `find` for what is there, else says what it does, does it and asks again.
 * @template T
 * @param {{ name: string, find: () => T | undefined | Promise<T | undefined>, doing: string, make: () => unknown }} step
 * @returns {Promise<T | undefined>} what `find` gave in the end
 */
export async function step({ name, find, doing, make }) {
  const start = performance.now();
  const found = await find();
  if (found !== undefined) {
    console.log(`[set-up] ${name}: ready (${secondsSince(start)})`);
    return found;
  }
  console.log(`[set-up] ${name}: ${doing} …`);
  await make();
  console.log(`[set-up] ${name}: done in ${secondsSince(start)}`);
  return find();
}
