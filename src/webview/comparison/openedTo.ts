import { firstLevel, levelNames, openAt, type LevelName } from '../../drawing/graph/levels';
import type { Network } from '../../drawing/graph/network';
import type { Opened } from './pairView';
import { forBoth, type Both } from './side';

/** What is open where both are open to one level. */
export function openedTo(level: LevelName, networks: Both<Network>): Opened {
  return forBoth((side) => openAt(level, networks[side]));
}

/** At first both are as closed as the one that opens less; networks without blocks show their layers. */
export function firstOpened(networks: Both<Network>): Opened {
  const own = forBoth((side) => firstLevel(networks[side]));
  const least = levelNames.find((name) => name === own.left || name === own.right) ?? 'blocks';
  return forBoth((side) => openAt(own[side] === 'layers' ? 'layers' : least, networks[side]));
}
