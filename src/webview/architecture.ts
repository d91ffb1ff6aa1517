import { graphSvg } from '../drawing/graph/graphPicture';
import { layoutWorker } from './architecture/layoutWorker';
import { Panel } from './architecture/panel';
import { pngOf } from './architecture/pngOf';
import { ComparisonPanel } from './comparison/comparisonPanel';
import { connectToHost } from './hostConnection';
import { registerToolkit } from './toolkit';

const app = document.getElementById('app');
if (app !== null) {
  const place = layoutWorker();
  registerToolkit();
  const connection = connectToHost({
    graphSvg: async (use) => graphSvg(await panel.picture(), use).svg,
    graphPng: async (scale) => pngOf(graphSvg(await panel.picture(), 'print'), scale),
  });
  new ComparisonPanel(app, connection, place);
  const panel: Panel = new Panel(app, connection, place);
}
