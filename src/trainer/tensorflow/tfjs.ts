// Stands in for the package `@tensorflow/tfjs` in our sources and in tfjs-node-gpu's: TensorFlow.js without its models of layers,
// its readers of data and of other formats, and WebGL. The core comes first: what follows adds to what it made.
import { version_core } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-backend-cpu';

/** TensorFlow.js's packages are released together, under one number. */
export const version = { tfjs: version_core };

/** What tfjs-node-gpu, as it loads, derives its callbacks for models of layers from. */
export const CustomCallback = Object;

/** What tfjs-node-gpu, as it loads, hands a progress bar for models of layers to. */
export const registerCallbackConstructor = (): void => undefined;
