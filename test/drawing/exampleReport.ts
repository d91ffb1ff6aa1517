import { RunHistory } from '../../src/client/runHistory';
import { drawNetwork } from '../../src/drawing/graph/drawNetwork';
import { plainLook } from '../../src/drawing/graph/tintLook';
import { graphSvg } from '../../src/drawing/graph/graphPicture';
import { reportHtml } from '../../src/drawing/report/reportHtml';
import { exampleEvents, exampleOptions } from '../client/exampleRun';
import { hostile, hostileName } from './hostile';

/** A finished run of a network with a hostile name, as a page. */
export async function exampleReport(): Promise<string> {
  const history = new RunHistory({ id: 'run', title: hostileName });
  for (const event of exampleEvents) history.apply(event);
  history.finish('done', '');
  const snapshot = history.snapshot();
  const graph = graphSvg(
    { ...(await drawNetwork(hostile, hostileName, snapshot)), look: { ...plainLook, metric: 'params' } },
    'page',
  ).svg;
  const run = { snapshot, options: exampleOptions };
  return reportHtml({ title: hostileName, architecture: hostile, graph, run, product: 'ResNet Inspector 1.2.3' });
}
