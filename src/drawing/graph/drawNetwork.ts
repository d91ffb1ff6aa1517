import type { Architecture } from '../../model/layer';
import type { RunSnapshot } from '../../protocol/viewContract';
import { buildScene } from './buildScene';
import type { GraphPicture } from './graphPicture';
import { layoutHere } from './layoutHere';
import { sceneLayout } from './layoutScene';
import { firstLevel, openAt } from './levels';
import { describeNetwork } from './network';
import { placeScene } from './placeScene';
import { nextProgress } from './runProgress';
import { estimate } from './textWidth';
import { Tinting } from './tinting';
import { plainLook, type TintLook } from './tintLook';

/** Fonts that are everywhere, for where no page has chosen any. */
const plainFonts = 'Helvetica, Arial, sans-serif';

/** A network's graph as a panel would open it, laid out without one; tinted by the newest gradients of a run that measured some. */
export async function drawNetwork(architecture: Architecture, title: string, run?: RunSnapshot): Promise<GraphPicture> {
  const network = describeNetwork(architecture);
  const opened = new Set(openAt(firstLevel(network), network));
  const graph = buildScene(network, { opened, measure: estimate });
  const scene = placeScene(graph, await sceneLayout(layoutHere())(graph));
  const tinting = new Tinting();
  tinting.update(network, run === undefined ? undefined : nextProgress(undefined, run));
  const look: TintLook = run?.live === undefined ? { ...plainLook, metric: 'none' } : plainLook;
  return { title, network, scene, tinting, look, fontFamily: plainFonts };
}
