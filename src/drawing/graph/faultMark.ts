import { mark } from '../mark';

const radius = 9;

/** The mark at the corner of the box at which a run's numbers stop being sound: an exclamation mark. */
export const faultMark = mark('g', { class: 'badge', 'aria-hidden': 'true' }, [
  mark('circle', { class: 'badge-ground', r: radius }),
  mark('path', { class: 'badge-sign', d: 'M0 -5V1.5M0 4.4V4.6' }),
]);
