import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { viewHtml } from '../../src/host/viewHtml';
import { isKind, type Architecture } from '../../src/model/layer';
import { outline } from '../../src/model/outline';
import { preset, type PresetOptions } from '../../src/model/presets';
import { tensorsOf } from '../../src/model/tensorRules';
import type { LiveMetrics, RunStart } from '../../src/protocol/run';
import { viewVersion, type HostSide, type RunState, type StepHistory } from '../../src/protocol/viewContract';
import { openPage, type WebviewPage } from '../page/openPage';
import type { ThemeKind } from '../page/themes';
import { requiredVariable } from '../page/requiredVariable';

export interface PanelOptions {
  readonly browser?: Browser;
  readonly theme?: ThemeKind;
  readonly state?: unknown;
  readonly size?: { readonly width: number; readonly height: number };
  /** Is called before the page goes anywhere. */
  readonly prepare?: (page: Page) => Promise<void>;
  readonly scale?: number;
  /** Forbids the layout worker. */
  readonly workerRefused?: boolean;
}

/** The architecture panel's page in a real Chromium, greeted as the extension would. */
export async function openPanel({ workerRefused = false, ...options }: PanelOptions): Promise<WebviewPage> {
  const dist = requiredVariable('RESNET_DIST');
  const view = await openPage({
    ...options,
    theme: options.theme ?? 'dark',
    document: ({ cspSource, nonce, asUri }) => {
      const script = asUri(path.join(dist, 'webview/architecture.js'));
      const style = asUri(path.resolve('media/architecture.css'));
      const html = viewHtml({ title: 'Architecture', nonce, cspSource, script, style });
      return workerRefused ? html.replace('worker-src blob:', `worker-src 'none'`) : html;
    },
  });
  await greet(view);
  return view;
}

/** What the extension says first; again after a reload. */
export async function greet(view: WebviewPage): Promise<void> {
  await view.post({ type: 'hello', version: viewVersion });
}

/** Sends one of the extension's events. */
export async function send<N extends keyof HostSide['events']>(
  view: WebviewPage,
  name: N,
  payload: HostSide['events'][N],
): Promise<void> {
  await view.post({ type: 'event', name, payload });
}

/** A preset as the examples train it: 3×32×32, two classes. */
export function network(name: string, options: PresetOptions = {}): Architecture {
  const found = preset(name, { input: [3, 32, 32], classes: 2, ...options });
  if (found === undefined) throw new Error(`There is no preset "${name}".`);
  return found;
}

/** Shows a network and waits until it is drawn. */
export async function show(view: WebviewPage, architecture: Architecture, title: string): Promise<void> {
  await send(view, 'architecture', { architecture, title });
  await view.page.waitForSelector('#graph .item', { state: 'attached' });
}

/** What the run of a network would begin with. */
export function startOf(architecture: Architecture): RunStart {
  const blocks = outline(architecture).stages.flatMap((stage) => stage.blocks.map((block) => block.name));
  const tensors = architecture.layers.flatMap((layer) => tensorsOf(layer).filter(({ role }) => role === 'parameter'));
  return {
    engine: 'wasm',
    engineDetail: 'WebAssembly',
    step: 'eager',
    stepDetail: '',
    passedOver: [],
    data: 'CIFAR-10',
    model: architecture.name,
    input: architecture.input,
    classes: ['airplane', 'bird'],
    params: 0,
    trainImages: 10_000,
    testImages: 2000,
    stepsPerEpoch: 157,
    epochs: 5,
    batchSize: 64,
    tensors: tensors.map(({ name }) => name),
    blocks,
    relus: architecture.layers.filter((layer) => isKind(layer, 'relu')).map(({ name }) => name),
  };
}

/** Made-up but plausible numbers: gradients grow with depth, ratios fall within a stage. */
export function liveOf({ tensors, blocks, relus }: RunStart, step: number): LiveMetrics {
  const wave = (row: number): number => 1 + 0.4 * Math.sin(row * 1.7 + step);
  const rows = (names: readonly string[], of: (row: number) => number): Float32Array =>
    Float32Array.from(names, (_, row) => of(row));
  return {
    step,
    gradientNorm: rows(tensors, (row) => 0.02 * 30 ** (row / tensors.length) * wave(row)),
    updateRatio: rows(tensors, (row) => 1e-3 * wave(row)),
    branchRms: rows(blocks, (row) => 0.6 * wave(row)),
    shortcutRms: rows(blocks, (row) => 0.5 + 0.15 * row),
    reluZeros: rows(relus, (row) => 0.42 * wave(row)),
  };
}

/** A run's status and numbers after some steps. */
export function snapshotOf(
  architecture: Architecture,
  step: number,
  state: RunState = 'running',
): HostSide['events']['snapshot'] {
  const start = startOf(architecture);
  return {
    status: { id: 'run-1', title: 'ResNet-34 · airplane, bird', state, message: `The run is ${state}.`, start },
    steps: steps(step),
    epochs: [],
    live: liveOf(start, step),
  };
}

function steps(count: number): StepHistory {
  const series = (value: number): Float32Array => new Float32Array(count).fill(value);
  return {
    loss: series(0.4123),
    accuracy: series(0.8),
    learningRate: series(0.001),
    imagesPerSecond: series(250),
    stepMs: series(256),
    gradientNorm: series(Number.NaN),
  };
}
