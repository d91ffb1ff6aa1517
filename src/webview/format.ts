/** `21,285,698`: a count, exact. */
export function exact(count: number): string {
  return count.toLocaleString('en-US');
}

const prefixes = ['', 'k', 'M', 'G', 'T'];

/** `21.3 M`: a count in three digits. */
export function short(count: number): string {
  if (!Number.isFinite(count)) return String(count);
  const power = Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(count))) / 3)));
  const scaled = count / 1000 ** power;
  return power === 0 ? String(count) : `${scaled.toPrecision(3)} ${prefixes[power] ?? ''}`;
}

/** `0.0123` or `3.1e-5`: a measured number in three digits; an en dash where there is none. */
export function measured(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

/** `84.4 %`. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

/** `1 min 20 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
