import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryBytes } from '../../src/formats/byteSource';
import { modelProto } from '../../src/formats/onnx/onnxModel';
import { openOnnx, readOnnx, type ImportedNetwork } from '../../src/formats/onnx/openOnnx';
import { userError } from '../trainer/tensorSamples';
import { encoded, imageInput, type PlainGraph } from './graphParts';
import { graphMutations } from './graphMutations';
import { mutations } from './mutations';
import { quickly } from './quickly';
import { tellsOrReads } from './tellsOrReads';

const sample = readFileSync('test/fixtures/onnx/cifar-a-new.onnx');
const input = [imageInput('x', [3, 8, 8])];
const relu = { opType: 'Relu', input: ['x'], output: ['y'] };
const read = (bytes: Uint8Array): ImportedNetwork => readOnnx(memoryBytes(bytes), 'x.onnx');
const refuses = (bytes: Uint8Array, why: RegExp): void => {
  assert.throws(() => read(bytes), userError(/^x\.onnx is not a usable ONNX file: [^\n]*; export or download it again\.$/, why)); // prettier-ignore
};
const refusesGraph = (graph: PlainGraph, why: RegExp): void => refuses(encoded(graph), why);

describe('damaged and hostile ONNX files', () => {
  it('are refused where they are cut', () => {
    for (let length = 0; length < sample.length; length += 997)
      assert.throws(() => read(sample.subarray(0, length)), userError(/not a usable ONNX file/));
  });

  it('are refused where they are something else', () => {
    refuses(Buffer.alloc(0), /there is no graph/);
    refuses(Buffer.from('not an ONNX file at all'), /./);
    refuses(Buffer.from('PK\x03\x04'), /./);
    refuses(Buffer.alloc(100_000, 0xff), /has no end/);
  });

  it('are refused where lengths go past the end', () => {
    refuses(Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f]), /bytes are announced/);
    refuses(Buffer.from([0x3a, ...new Array<number>(9).fill(0xff), 0x01]), /-1 bytes are announced/);
  });

  it('are refused where fields are of another type', () => {
    const packedType = Buffer.from([0x12, 0x02, 0x01, 0x01]);
    refuses(within(0x3a, within(0x2a, packedType)), /the field "dataType" is of another type/);
    refuses(Buffer.from([0x38, 0x01]), /the field "graph" is of another type/);
  });

  it('are refused where tensors are impossible', () => {
    const tensor = (dims: (number | string)[]) => ({ node: [relu], input, initializer: [{ name: 'w', dims }] });
    refusesGraph(tensor(new Array<number>(1_000).fill(2)), /"w" has 1000 dimensions/);
    refusesGraph(tensor(['1000000000', '1000000000', '1000000000']), /is impossible/);
    refusesGraph(tensor([-1]), /is impossible/);
  });

  it('are refused where 10⁹ dimensions are announced', () => {
    const dims = Buffer.concat([Buffer.from([0x0a, 0x80, 0x80, 0x40]), Buffer.alloc(1 << 20, 1)]);
    refuses(within(0x3a, within(0x2a, dims)), /1048576 bytes of numbers/);
    refuses(within(0x3a, within(0x2a, Buffer.from([0x0a, 0x80, 0x94, 0xeb, 0xdc, 0x03]))), /1000000000 bytes are announced/); // prettier-ignore
  });

  it('are read where graphs are nested thousands deep, which nothing here goes into', () => {
    let nested: Buffer = Buffer.from('');
    for (let depth = 0; depth < 2_000; depth++) nested = within(0x0a, within(0x2a, within(0x32, nested)));
    const { root } = modelProto();
    const node = root.lookupType('onnx.NodeProto').encode(relu).finish();
    const around = root.lookupType('onnx.GraphProto').encode({ input }).finish();
    const graph = Buffer.concat([around, within(0x0a, Buffer.concat([node, within(0x2a, within(0x32, nested))]))]);
    assert.equal(read(within(0x3a, graph)).architecture.layers.length, 2);
  });

  it('are refused where there are too many parts', () => {
    refuses(within(0x3a, Buffer.alloc(4_000_000, Buffer.from([0x0a, 0x00]))), /more than 500000 fields/);
    refusesGraph({ node: Array.from({ length: 20_001 }, (_, index) => ({ ...relu, output: [`y${index}`] })), input }, /20001 operations/); // prettier-ignore
  });

  it('are refused where operations go in a circle, or read what is not there', () => {
    const circle = ['a', 'b', 'c'].map((name, index) => ({ name, opType: 'Add', input: ['x', `t${(index + 1) % 3}`], output: [`t${index}`] })); // prettier-ignore
    refusesGraph({ node: circle, input }, /its operation "a" \(Add\) needs its own output, in a circle/);
    refusesGraph({ node: [{ ...relu, input: ['z'] }], input }, /reads the tensor "z", which nothing gives/);
    refusesGraph({ node: [relu, relu], input }, /two operations give the tensor "y"/);
  });

  it('are refused where weights lie outside of their folder', () => {
    for (const value of ['../../etc/passwd', '/etc/passwd', 'C:\\weights', 'a/../../b', '~/x']) {
      const initializer = [{ name: 'w', dims: [1], externalData: [{ key: 'location', value }] }];
      refusesGraph({ node: [relu], input, initializer }, /outside its folder/);
    }
    const initializer = [{ name: 'w', dims: [1], externalData: [{ key: 'location', value: 'weights.bin' }] }];
    assert.equal(read(encoded({ node: [relu], input, initializer })).architecture.layers.length, 2);
  });

  it('are refused where the input is no image', () => {
    refusesGraph({ node: [relu], input: [] }, /reads the tensor "x"/);
    refusesGraph({ node: [], input: [] }, /has no input/);
    refusesGraph({ node: [relu], input: [...input, imageInput('z', [3, 8, 8])] }, /several inputs, "x" and "z"/);
    refusesGraph({ node: [relu], input: [imageInput('x', [8])] }, /no batch of images/);
    refusesGraph({ node: [relu], input: [imageInput('x', [3, 1e9, 1e9])] }, /can't be an image/);
    refusesGraph({ node: [{ ...relu, opType: 'Nothing' }], input }, /nothing in it can be shown; Nothing, as it is not known here/); // prettier-ignore
  });

  it('are sorted where operations are in no order', () => {
    const node = [3, 1, 2, 0].map((at) => ({ opType: 'Relu', input: [at === 0 ? 'x' : `t${at - 1}`], output: [`t${at}`] })); // prettier-ignore
    const { architecture } = read(encoded({ node, input }));
    assert.deepEqual(architecture.layers.map(({ inputs }) => inputs), [[], ['input'], ['relu'], ['relu_1'], ['relu_2']]); // prettier-ignore
  });

  it('do not hold a thread up where the graph is large', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => ({ opType: 'Relu', input: [at === 0 ? 'x' : `t${at - 1}`], output: [`t${at}`] })); // prettier-ignore
    const adds = Array.from({ length: 9_999 }, (_, at) => ({ opType: 'Add', input: ['x', `t${9_999 - at}`], output: [`s${at}`] })); // prettier-ignore
    const bytes = encoded({ node: [...chain, ...adds], input });
    assert.equal(quickly(() => read(bytes)).architecture.layers.length, 20_000);
  });

  it('are told in a sentence, or read, after 500 random changes', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'resnet-onnx-'));
    const file = path.join(folder, 'x.onnx');
    try {
      let index = 0;
      for (const bytes of mutations(sample, 500, 1)) {
        if (index % 50 === 0) writeFileSync(file, bytes);
        const isFromDisk = index % 50 === 0;
        quickly(() => tellsOrReads(() => (isFromDisk ? openOnnx(file) : read(bytes))));
        index++;
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(60_000);

  it('are told in a sentence, or read, with 500 random faults in their graphs', () => {
    let readable = 0;
    for (const name of ['cifar-a-whole', 'se-new'])
      for (const bytes of graphMutations(readFileSync(`test/fixtures/onnx/${name}.onnx`), 250, 1)) {
        if (quickly(() => tellsOrReads(() => read(bytes)))) readable++;
      }
    assert.ok(readable > 50, `${readable} could be read`);
  }).timeout(60_000);

  it('say why they can’t be opened', () => {
    assert.throws(
      () => openOnnx('test/none.onnx'),
      userError(/can't be read: there is no such file; check its path\.$/),
    );
    assert.throws(() => openOnnx('test'), userError(/it is no file/));
  });
});

/** A field of bytes, by its tag. */
function within(tag: number, content: Uint8Array): Buffer {
  const length: number[] = [];
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      length.push(rest);
      break;
    }
    length.push((rest % 128) + 128);
  }
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
