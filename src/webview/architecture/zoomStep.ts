/** The factor of one press of a zoom button or key. */
export const zoomStep = 1.25;
