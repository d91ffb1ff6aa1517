import { dist } from '../setup/product.mjs';

/** What the tests and benchmarks are told about where things are. */
export function testEnvironment({ engine, data, chromium, 'code-server': newest, 'code-server-minimum': minimum }) {
  return {
    RESNET_DIST: dist,
    TF_ENABLE_ONEDNN_OPTS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
    RESNET_TFJS_BINDING: engine.binding,
    RESNET_CIFAR10: data,
    RESNET_CHROMIUM: chromium,
    RESNET_CODE_SERVER: newest?.folder,
    RESNET_CODE_SERVER_MINIMUM: minimum?.folder,
  };
}
