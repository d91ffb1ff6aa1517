import assert from 'node:assert/strict';
import { preset } from '../../src/model/presets';
import { int, type } from '../../src/trainer/compiled/graph/attributes';
import { controlOf, GraphBuilder, output } from '../../src/trainer/compiled/graph/graphBuilder';
import { int32s, readVariable, scalar, scalarInt } from '../../src/trainer/compiled/graph/operations';
import { existing } from '../trainer/tensorSamples';
import { writtenGraph } from './writtenGraph';

const T = { T: type('float') };

describe('GraphBuilder', () => {
  it('names nodes after their operation and scope, each once', () => {
    const graph = new GraphBuilder();
    const x = graph.placeholder('x', 'float', []);
    const names = graph.within('layer', () => [
      graph.node('Relu', { inputs: [x], attributes: T }),
      graph.within('gradient', () => graph.node('Relu', { inputs: [x] })),
      graph.stateful('Relu', { inputs: [x] }),
      graph.stateful('Relu', { inputs: [x], name: 'own' }),
      graph.stateful('Relu', { inputs: [x], name: 'own' }),
    ]);
    assert.deepEqual(names, ['layer/Relu', 'layer/gradient/Relu', 'layer/Relu_1', 'layer/own', 'layer/own_1']);
    assert.equal(graph.placeholder('x', 'float', []), 'x_1');
  });

  it('keeps names apart that others’ numbers would make', () => {
    const graph = new GraphBuilder();
    const names = ['a_1', 'a', 'a', 'a_1', 'a'].map((name) => graph.stateful('Op', { name }));
    assert.equal(new Set(names).size, 5);
  });

  it('leaves a scope when its body throws', () => {
    const graph = new GraphBuilder();
    assert.throws(() => graph.within('layer', () => assert.fail('no')));
    assert.equal(graph.stateful('Op', {}), 'Op');
  });

  it('writes equal nodes without a state once, wherever they are asked for', () => {
    const graph = new GraphBuilder();
    const [x, y] = [graph.placeholder('x', 'float', []), graph.placeholder('y', 'float', [])];
    const one = graph.within('a', () => graph.node('Relu', { inputs: [x], attributes: T }));
    const same = graph.within('b', () => graph.node('Relu', { inputs: [x], attributes: T }));
    assert.equal(same, one);
    const others = [
      graph.node('Relu6', { inputs: [x], attributes: T }),
      graph.node('Relu', { inputs: [y], attributes: T }),
      graph.node('Relu', { inputs: [output(x, 1)], attributes: T }),
      graph.node('Relu', { inputs: [x], attributes: { T: type('int32') } }),
      graph.node('Relu', { inputs: [x], attributes: { ...T, axis: int(0) } }),
      graph.node('Relu', { inputs: [x], attributes: T, after: [controlOf(y)] }),
    ];
    assert.equal(new Set([one, ...others]).size, 7);
  });

  it('writes each node with a state anew', () => {
    const graph = new GraphBuilder();
    const handle = graph.variable('weight', [2]);
    assert.notEqual(readVariable(graph, handle), readVariable(graph, handle));
    const effect = { inputs: [handle] };
    assert.notEqual(graph.effect('Assign', effect), graph.effect('Assign', effect));
  });

  it('writes equal constants once, by type, shape and values', () => {
    const graph = new GraphBuilder();
    const one = graph.within('layer', () => scalar(graph, 1));
    assert.equal(scalar(graph, 1), one);
    assert.match(one, /^constants\//);
    const others = [scalarInt(graph, 1), int32s(graph, [1]), graph.constant(Float32Array.of(1), [1]), scalar(graph, 2)];
    assert.equal(new Set([one, ...others]).size, 5);
    assert.equal(scalar(graph, Number.NaN), scalar(graph, Number.NaN));
  });

  it('waits for a node by its name, whichever output is meant', () => {
    const graph = new GraphBuilder();
    const x = graph.placeholder('x', 'float', []);
    assert.equal(output(x, 0), 'x');
    assert.equal(output(x, 2), 'x:2');
    assert.equal(controlOf(output(x, 2)), 'x');
    graph.stateful('Op', { inputs: [output(x, 1)], after: [controlOf(x)] });
    assert.deepEqual(graph.nodes.at(-1)?.input, ['x:1', '^x']);
  });

  it('gives a network names that are unique, and inputs that are there', () => {
    const { nodes } = writtenGraph(existing(preset('resnet18'))).graph;
    const names = new Set(nodes.map(({ name }) => name));
    assert.equal(names.size, nodes.length);
    const nodeOf = (input: string): string => input.replace(/^\^|:\d+$/g, '');
    assert.deepEqual(nodes.flatMap(({ input }) => input.filter((name) => !names.has(nodeOf(name)))), []); // prettier-ignore
  });
});
