import { connectToHost } from './hostConnection';
import { MetricsView } from './metrics/metricsView';
import { parseViewState } from './metrics/viewState';
import { UserError } from '../protocol/userError';
import { registerToolkit } from './toolkit';

/** How long the view waits for a run before it says that there is none, in ms: no flash of it while one is on its way. */
const patience = 300;

registerToolkit();
const connection = connectToHost({ graphSvg: noGraph, graphPng: noGraph });
const { channel } = connection;
const root = document.getElementById('app') ?? document.body;
const view = new MetricsView(root, parseViewState(connection.readState()), {
  stop: () => channel.emit('stop', null),
  control: (name) => channel.emit('control', name),
  lookBack: (step) => channel.emit('lookBack', step === undefined ? null : { step }),
  train: () => channel.emit('train', null),
  askSnapshot: () => channel.emit('ready', null),
  save: (file) => channel.emit('save', file),
  endComparison: () => channel.emit('endComparison', null),
  keep: (state) => connection.writeState(state),
});
channel.on('snapshot', (snapshot) => view.showSnapshot(snapshot));
channel.on('compared', (snapshots) => view.showCompared(snapshots));
channel.on('delta', (delta) => view.showDelta(delta));
channel.on('moment', (moment) => view.showMoment(moment?.step));
channel.on('visible', () => channel.emit('ready', null));
channel.emit('ready', null);
setTimeout(() => view.showEmpty(), patience);

function noGraph(): never {
  throw new UserError('The metrics view draws no graph.');
}
