import assert from 'node:assert/strict';
import { duration, exact, measured, percent, percentNumber, short } from '../../src/protocol/format';

/** Each row: a number, and how it is to be written. */
type Rows = readonly (readonly [number, string])[];

const tables: readonly (readonly [string, (value: number) => string, Rows])[] = [
  [
    'short',
    short,
    [
      [0, '0'],
      [7, '7'],
      [999, '999'],
      [1000, '1.00 k'],
      [9995, '10.0 k'],
      [73_984, '74.0 k'],
      [999_499, '999 k'],
      [999_500, '1.00 M'],
      [999_999, '1.00 M'],
      [21_285_698, '21.3 M'],
      [-999_999, '-1.00 M'],
      [999_999_999, '1.00 G'],
      [2e12, '2.00 T'],
      [3e15, '3,000 T'],
      [Number.NaN, 'NaN'],
    ],
  ],
  [
    'duration',
    duration,
    [
      [0, '0.0 s'],
      [3.24, '3.2 s'],
      [9.94, '9.9 s'],
      [9.96, '10 s'],
      [59.4, '59 s'],
      [59.7, '1 min 0 s'],
      [80, '1 min 20 s'],
      [119.6, '2 min 0 s'],
      [3599.4, '59 min 59 s'],
      [3599.7, '1 h 0 min'],
      [7500, '2 h 5 min'],
      [7199, '2 h 0 min'],
      [Number.NaN, '–'],
    ],
  ],
  [
    'percent',
    percent,
    [
      [0, '0.00 %'],
      [0.8445, '84.45 %'],
      [1, '100.00 %'],
      [Number.NaN, '–'],
    ],
  ],
  [
    'percentNumber',
    percentNumber,
    [
      [0.625, '62.50'],
      [Number.NaN, '–'],
    ],
  ],
  [
    'exact',
    exact,
    [
      [301, '301'],
      [21_285_698, '21,285,698'],
    ],
  ],
  [
    'measured',
    measured,
    [
      [0, '0'],
      [0.01234, '0.0123'],
      [99_999.5, '100000'],
      [3.14e-5, '3.1e-5'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
      [Number.NaN, '–'],
    ],
  ],
];

describe('numbers for people', () => {
  for (const [name, format, rows] of tables)
    for (const [value, text] of rows)
      it(`${name}: ${String(value)} is ${text}`, () => assert.equal(format(value), text));
});
