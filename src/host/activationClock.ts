/** When the extension's code began to run, on `performance.now`'s clock; to be imported before everything else. */
export const loadBegan = performance.now();
