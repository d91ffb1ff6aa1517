import assert from 'node:assert/strict';
import { RunHistory } from '../../src/client/runHistory';
import { binned } from '../../src/drawing/charts/binned';
import { chartSvg } from '../../src/drawing/charts/chartSvg';
import { runCharts } from '../../src/drawing/charts/runCharts';
import { printColours } from '../../src/drawing/colours';
import { optionRows } from '../../src/drawing/report/optionRows';
import { describeCsv } from '../../src/model/describeCsv';
import { analyze } from '../../src/model/analyze';
import type { RunSnapshot } from '../../src/protocol/viewContract';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { network } from '../webview/architecturePage';
import { markText } from '../../src/drawing/markText';
import { hostileName } from './hostile';
import { exampleReport } from './exampleReport';

describe('a report', () => {
  it('has the run, its charts, epochs, configuration and layers', async () => {
    const html = await exampleReport();
    for (const heading of ['Curves', 'Epochs', 'Configuration', 'Network', 'Layers'])
      assert.ok(html.includes(`<h2>${heading}</h2>`), heading);
    assert.ok(html.includes('cpu, op by op: JavaScript') && html.includes('Written by ResNet Inspector 1.2.3.'));
    assert.match(html, /<tr class="marked"><td class="right">2<\/td>.*75\.00 %/);
    assert.ok(html.includes('layer4.1.conv2') && html.includes('airplane, bird'));
  });

  it('loads nothing, runs nothing, and escapes the names of hostile files', async () => {
    const html = await exampleReport();
    assert.ok(html.includes("default-src 'none'"));
    assert.doesNotMatch(html, /<script|\0|<link|@import|url\((?!#arrow)|https?:\/\/(?!www\.w3\.org\/2000\/svg")/);
    assert.ok(html.includes('&lt;script&gt;alert(1)'));
    assert.ok(hostileName.includes('<script>'));
  });

  it('tells first what differs from the worked example', () => {
    const rows = optionRows({ ...exampleOptions, epochs: 7, classes: undefined });
    const differing = rows.filter(({ value, example }) => value !== example);
    assert.deepEqual(rows.slice(0, differing.length), differing);
    assert.deepEqual(differing, [
      { name: 'data.classes', value: 'all', example: 'airplane, bird' },
      { name: 'training.epochs', value: '7', example: '5' },
    ]);
    assert.ok(rows.length > 20);
  });
});

describe('the charts of a report', () => {
  it('keep each spike of a long series in few bins', () => {
    const values = new Float32Array(100_000).fill(1);
    values[77_777] = 50;
    values[5] = Number.NaN;
    const bins = binned(values, 240);
    assert.ok(bins.length <= 240 && bins.length > 200);
    assert.equal(Math.max(...bins.map(({ high }) => high)), 50);
    assert.ok(bins.every(({ mean }) => Number.isFinite(mean)));
    assert.deepEqual(binned(Float32Array.of(3, 4), 240), [{ step: 1, low: 3, mean: 3, high: 3 }, { step: 2, low: 4, mean: 4, high: 4 }]); // prettier-ignore
  });

  it('stay small, whatever the run’s length, and have their axes and names', () => {
    const series = new Float32Array(1_000_000).map((_, index) => 2 / (1 + index / 1e4));
    const steps = {
      loss: series,
      accuracy: series,
      learningRate: series,
      imagesPerSecond: series,
      stepMs: series,
      gradientNorm: series,
    };
    for (const chart of runCharts({ steps, epochs: [] })) {
      const svg = markText(chartSvg(chart, printColours));
      assert.ok(svg.length < 20_000, `${svg.length} characters`);
      assert.ok(svg.includes(`>${chart.title}<`) && svg.includes('>step<') && svg.includes('>200,000<'));
      assert.doesNotMatch(svg, /NaN|Infinity/);
    }
  });

  it('say so where there are no steps, and stand a run of one', () => {
    const history = new RunHistory({ id: 'r', title: 'r' });
    const texts = (snapshot: RunSnapshot): string => runCharts(snapshot).map((chart) => markText(chartSvg(chart, printColours))).join(); // prettier-ignore
    assert.match(texts(history.snapshot()), /no steps yet/);
    for (const event of exampleEvents.slice(0, 2)) history.apply(event);
    assert.doesNotMatch(texts(history.snapshot()), /NaN|Infinity|no steps yet/);
  });
});

describe('the table as CSV', () => {
  it('reads back as the numbers it was made from', () => {
    const architecture = network('resnet18');
    const analysis = analyze(architecture);
    const [head = '', ...lines] = describeCsv(architecture, analysis).split('\r\n');
    const names = head.split(',');
    const rows = lines.map((line) =>
      Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])),
    );
    assert.equal(rows.length, analysis.layers.length);
    for (const [index, { layer, output, params, macs }] of analysis.layers.entries()) {
      const row = rows[index] ?? {};
      assert.deepEqual(
        [
          row['name'],
          row['kind'],
          row['output']?.split('x').map(Number),
          Number(row['parameters']),
          Number(row['macs']),
        ],
        [layer.name, layer.kind, output, params, macs],
      );
    }
  });

  it('quotes what has a comma, a quote or a line’s end in it', () => {
    const architecture = network('resnet18');
    const [first, ...others] = architecture.layers;
    assert.ok(first);
    const odd = { ...architecture, layers: [{ ...first, name: 'a,"b"\n' }, ...others.slice(0, 0)] };
    assert.ok(describeCsv(odd, analyze(odd)).includes('\r\n"a,""b""\n",input,'));
  });
});
