import { html, iconButton } from '../element';
import { levelNames, levels, type LevelName } from '../../drawing/graph/levels';

/** 16×16 line drawings: a closed card, a stack, several cards, the lines of their layers. */
const icons: Readonly<Record<LevelName, string>> = {
  stages: 'M2.5 5.5h11v5h-11z',
  runs: 'M2.5 3.5h11v5h-11zM4 10.5h8M5 12.5h6',
  blocks: 'M2.5 2.5h11v2.6h-11zM2.5 6.7h11v2.6h-11zM2.5 10.9h11v2.6h-11z',
  layers: 'M2.5 2.5h11v11h-11zM5 5.3h6M5 8h6M5 10.7h6',
};

/** One button for each level that a network can be opened to. */
export function levelButtons(chosen: (level: LevelName) => void): HTMLElement {
  const buttons = levelNames.map((name) =>
    iconButton({ id: `level-${name}`, label: levels[name].label, icon: icons[name] }, () => chosen(name)),
  );
  return html('div', { class: 'levels', role: 'group', 'aria-label': 'Open to a level' }, buttons);
}
