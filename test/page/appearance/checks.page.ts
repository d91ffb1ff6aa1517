import { cuts } from './cuts';
import { drawingFaults } from './drawingFaults';
import { faintTexts } from './faintTexts';
import { nextFocusStop } from './focusMarks';
import { overlaps } from './overlaps';

const checks = { cuts, drawingFaults, faintTexts, nextFocusStop, overlaps };

/** What runs in the page. */
export type Checks = typeof checks;

declare global {
  var appearanceChecks: Checks;
}

globalThis.appearanceChecks = checks;
