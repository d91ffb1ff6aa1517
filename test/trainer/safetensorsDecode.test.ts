import assert from 'node:assert/strict';
import { decodeSafetensors } from '../../src/trainer/safetensors';
import { userError } from './tensorSamples';

describe('safetensors that are damaged or hostile', () => {
  const tensor = (begin: number, end: number, more: object = {}) => ({
    dtype: 'F32',
    shape: [(end - begin) / 4],
    data_offsets: [begin, end],
    ...more,
  });
  const whole = fileOf({ a: tensor(0, 8), b: tensor(8, 16) }, 16);
  const cases: readonly (readonly [what: string, bytes: Uint8Array, message: RegExp])[] = [
    ['an empty file', new Uint8Array(0), /it has 0 bytes, fewer than the 8/],
    ['a file of seven bytes', new Uint8Array(7), /it has 7 bytes, fewer than the 8/],
    ['a header past the end', claiming(whole, 4000n), /header claims 4000 bytes, but only \d+ follow/],
    ['a header one byte past the end', claiming(new Uint8Array(20), 13n), /claims 13 bytes, but only 12 follow/],
    ['a header over 100 MB', claiming(whole, 100_000_001n), /claims 100000001 bytes, more than the 100000000/],
    ['a header of 2^64 - 1 bytes', claiming(whole, 2n ** 64n - 1n), /claims 18446744073709551615 bytes, more/],
    ['another kind of file', Buffer.from('PK\x03\x04\0\0\0\0 zip'), /header claims \d+ bytes/],
    ['a header that is not UTF-8', fileOfText(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), /not UTF-8/],
    ['a header with a byte order mark', fileOfText('\ufeff{}'), /not JSON/],
    ['a header cut short', fileOfText('{"a":{"dtype":"F32"'), /not JSON/],
    ['no header', fileOfText(''), /not JSON/],
    ['lists in lists', fileOfText('[1,'.repeat(1_000_000)), /is nested deeper than a table of tensors/],
    ['objects in objects', fileOfText('{"\\"":'.repeat(1_000_000)), /is nested deeper than a table of tensors/],
    ['brackets in a name only', fileOf({ '{{{[[[': 1 }, 0), /tensor "\{\{\{\[\[\[": Invalid input/],
    ['a list', fileOfText('[]'), /not a JSON object/],
    ['null', fileOfText('null'), /not a JSON object/],
    ['a number for a tensor', fileOf({ a: 1 }, 0), /tensor "a": Invalid input/],
    ['null for a tensor', fileOf({ a: null }, 0), /tensor "a": Invalid input/],
    ['a missing field', fileOf({ a: { dtype: 'F32', shape: [] } }, 0), /tensor "a": data_offsets/],
    ['an unknown field', fileOf({ a: tensor(0, 4, { x: 1 }) }, 4), /tensor "a": Unrecognized key: "x"/],
    ['an unknown type', fileOf({ a: tensor(0, 4, { dtype: 'F31' }) }, 4), /tensor "a": dtype "F31" is none of U64,/],
    ['an inherited name as type', fileOf({ a: tensor(0, 4, { dtype: 'toString' }) }, 4), /"toString" is none of/],
    ['a fractional size', fileOf({ a: tensor(0, 4, { shape: [0.5] }) }, 4), /tensor "a": shape\.0/],
    ['a negative size', fileOf({ a: tensor(0, 4, { shape: [-1, -1] }) }, 4), /tensor "a": shape\.0/],
    ['a size as text', fileOf({ a: tensor(0, 4, { shape: ['1'] }) }, 4), /tensor "a": shape\.0/],
    ['three offsets', fileOf({ a: tensor(0, 4, { data_offsets: [0, 4, 8] }) }, 4), /tensor "a": data_offsets/],
    ['a negative offset', fileOf({ a: tensor(0, 4, { data_offsets: [-4, 0] }) }, 4), /tensor "a": data_offsets\.0/],
    [
      'an offset past 2^53',
      fileOf({ a: tensor(0, 4, { data_offsets: [0, 2 ** 60] }) }, 4),
      /tensor "a": data_offsets\.1/,
    ],
    ['offsets backwards', fileOf({ a: tensor(0, 4, { data_offsets: [4, 0] }) }, 4), /needs 4 bytes, but bytes 4 to 0/],
    [
      'too few bytes for the shape',
      fileOf({ a: tensor(0, 4, { shape: [2] }) }, 4),
      /F32 and shape \[2\] needs 8 bytes/,
    ],
    [
      'too few bytes for the type',
      fileOf({ a: tensor(0, 4, { dtype: 'F64' }) }, 4),
      /F64 and shape \[1\] needs 8 bytes/,
    ],
    ['a shape past 2^53', fileOf({ a: tensor(0, 4, { shape: [2 ** 40, 2 ** 40] }) }, 4), /needs 4\.8\d+e\+24 bytes/],
    [
      'a shape past any number',
      fileOf({ a: tensor(0, 4, { shape: Array(40).fill(2 ** 50) }) }, 4),
      /needs Infinity bytes/,
    ],
    [
      'a huge shape without elements',
      fileOf({ a: tensor(0, 0, { shape: [0, 2 ** 50, 2 ** 50] }) }, 0),
      /needs \S+e\+\d+ bytes/,
    ],
    ['65 dimensions', fileOf({ a: tensor(0, 4, { shape: Array(65).fill(1) }) }, 4), /tensor "a": shape Too big/],
    ['a truncated file', whole.subarray(0, -1), /tensor "b" ends at byte 16 of its data, but only 15 are there/],
    ['overlapping tensors', fileOf({ a: tensor(0, 8), b: tensor(4, 12) }, 12), /tensor "b" overlaps the one before it/],
    ['two tensors in one place', fileOf({ a: tensor(0, 8), b: tensor(0, 8) }, 8), /tensor "b" overlaps/],
    ['a hole at the start', fileOf({ a: tensor(4, 8) }, 8), /no tensor owns the 4 bytes before tensor "a"/],
    [
      'a hole between',
      fileOf({ a: tensor(0, 4), b: tensor(8, 12) }, 12),
      /no tensor owns the 4 bytes before tensor "b"/,
    ],
    ['bytes at the end', fileOf({ a: tensor(0, 4) }, 9), /no tensor owns its last 5 bytes/],
    ['bytes and no tensor', fileOf({}, 8), /no tensor owns its last 8 bytes/],
    [
      'an unaligned tensor',
      fileOf({ a: tensor(0, 1, { dtype: 'U8', shape: [1] }), b: tensor(1, 5) }, 5),
      /"b" of type F32 begins at byte \d+, not a multiple of 4/,
    ],
    [
      'an unpadded header',
      fileOfText(JSON.stringify({ ab: tensor(0, 4) }), 4),
      /"ab" of type F32 begins at byte 63, not a multiple of 4/,
    ],
    [
      'a name twice',
      fileOfText(
        '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
      ),
      /the same name twice/,
    ],
    [
      'a field twice',
      fileOfText('{"a":{"dtype":"F32","dtype":"U8","shape":[0],"data_offsets":[0,0]}}'),
      /the same name twice/,
    ],
    ['metadata twice', fileOfText('{"__metadata__":{"a":"1"},"__metadata__":{"a":"2"}}'), /the same name twice/],
    [
      'metadata that is no object',
      fileOf({ __metadata__: 'pt' }, 0),
      /__metadata__ in its header does not map texts to texts/,
    ],
    ['metadata with a number', fileOf({ __metadata__: { epoch: 3 } }, 0), /__metadata__ in its header/],
    ['a name of a megabyte', fileOf({ ['n'.repeat(1_000_000)]: 1 }, 0), /^.{100,300}$/],
    ['a type of a megabyte', fileOf({ a: tensor(0, 4, { dtype: 'n'.repeat(1_000_000) }) }, 4), /^.{100,400}$/],
  ];

  it('reads the sound file that the others are made from', () => {
    assert.deepEqual([...decodeSafetensors(whole, 'x').keys()], ['a', 'b']);
    assert.equal(decodeSafetensors(fileOf({ __metadata__: { 'a:"\\': ':' }, 'b:"\\': tensor(0, 4) }, 4), 'x').size, 1);
  });

  for (const [what, bytes, message] of cases)
    it(`refuses ${what} in one sentence`, () => {
      assert.throws(
        () => decodeSafetensors(bytes, 'weights.safetensors'),
        userError(
          message,
          /^weights\.safetensors is not a usable safetensors file: [^\n]*; save or download it again\.$/,
        ),
      );
    });
});

/** A file with this header, padded, and so many zero bytes of data. */
function fileOf(header: object, dataBytes: number): Uint8Array {
  const text = JSON.stringify(header);
  return fileOfText(text.padEnd(Math.ceil(text.length / 8) * 8), dataBytes);
}

function fileOfText(header: string | Uint8Array, dataBytes = 0): Uint8Array {
  const bytes = Buffer.from(header);
  return claiming(Buffer.concat([Buffer.alloc(8), bytes, Buffer.alloc(dataBytes)]), BigInt(bytes.length));
}

function claiming(file: Uint8Array, headerBytes: bigint): Uint8Array {
  const copy = new Uint8Array(file);
  new DataView(copy.buffer).setBigUint64(0, headerBytes, true);
  return copy;
}
