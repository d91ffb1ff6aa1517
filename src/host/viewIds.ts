/** The architecture panel's type, also of its serializer. */
export const architecturePanelType = 'resnet.architecture';

/** The metrics view's id in the activity bar's container. */
export const metricsViewId = 'resnet.metrics';

/** The id of the tree of runs beside it. */
export const runsViewId = 'resnet.runs';
