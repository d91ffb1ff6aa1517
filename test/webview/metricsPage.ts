import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { viewHtml } from '../../src/host/viewHtml';
import type { EpochResult, RunStart, TestedEpoch } from '../../src/protocol/run';
import {
  viewVersion,
  type RunDelta,
  type RunSnapshot,
  type RunStatus,
  type StepHistory,
} from '../../src/protocol/viewContract';
import { openPage, type WebviewPage } from '../page/openPage';
import { requiredVariable } from '../page/requiredVariable';
import type { ThemeKind } from '../page/themes';

/** What a test opens the view with. */
export interface MetricsPageOptions {
  readonly browser: Browser;
  readonly theme?: ThemeKind;
  readonly state?: unknown;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** Is called before the page goes anywhere. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** The metrics view as the product shows it, in a real Chromium, greeted by its extension. */
export async function openMetrics({ theme = 'dark', size, ...options }: MetricsPageOptions): Promise<WebviewPage> {
  const bundle = path.join(requiredVariable('RESNET_DIST'), 'webview/metrics.js');
  const view = await openPage({
    document: ({ cspSource, nonce, asUri }) =>
      viewHtml({ title: 'Metrics', nonce, cspSource, script: asUri(bundle), style: asUri('media/metrics.css') }),
    ...{ ...options, theme, background: 'sideBar' as const, size: size ?? { width: 420, height: 900 } },
  });
  await greet(view);
  return view;
}

/** The extension's first message; each load of the page needs one. */
export function greet(view: WebviewPage): Promise<void> {
  return view.post({ type: 'hello', version: viewVersion });
}

export function send(view: WebviewPage, name: 'snapshot', payload: RunSnapshot): Promise<void>;
export function send(view: WebviewPage, name: 'delta', payload: RunDelta): Promise<void>;
export function send(view: WebviewPage, name: 'compared', payload: readonly RunSnapshot[]): Promise<void>;
export function send(view: WebviewPage, name: string, payload: unknown): Promise<void> {
  return view.post({ type: 'event', name, payload });
}

/** How often the page has posted an event of this name. */
export function postedCount(view: WebviewPage, name: string): number {
  return view.posted().filter((message) => isEvent(message, name)).length;
}

export function isEvent(message: unknown, name: string): boolean {
  return typeof message === 'object' && message !== null && 'name' in message && message.name === name;
}

/** What an event of the page carries. */
export function payloadOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'payload' in message ? message.payload : undefined;
}

export const demoStart: RunStart = {
  engine: 'tensorflow',
  engineDetail: 'TensorFlow 2.9.1 on 8 CPU cores',
  step: 'compiled',
  stepDetail: '',
  passedOver: [],
  data: 'cifar10',
  model: 'resnet34',
  input: [3, 32, 32],
  classes: ['airplane', 'bird'],
  params: 21_285_698,
  trainImages: 10_000,
  testImages: 2_000,
  stepsPerEpoch: 157,
  epochs: 5,
  batchSize: 64,
  tensors: [],
  blocks: [],
  relus: [],
};

export function demoStatus(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    ...{ id: 'run-1', title: 'ResNet-34 · airplane, bird', state: 'running', start: demoStart },
    message: 'Epoch 4 of 5 · step 600 · loss 0.2931',
    ...changes,
  };
}

/** Steps as a small network's training gives them: a few large losses, a falling curve with the noise of batches. */
export function demoSteps(count: number, from = 0): StepHistory {
  const rows = Array.from({ length: count }, (_, row) => from + row);
  const noise = (row: number, salt: number): number => {
    const value = Math.sin(row * 12.9898 + salt * 78.233) * 43758.5453;
    return value - Math.floor(value) - 0.5;
  };
  const first = [1.93, 6.71, 4.02, 2.38, 1.51, 1.12];
  const loss = (row: number): number =>
    first[row] ?? Math.max(0.02, 0.2 + 0.52 * Math.exp(-row / 260) + 0.22 * noise(row, 1) + 0.1 * noise(row, 2));
  const accuracy = (row: number): number =>
    Math.round(64 * Math.min(1, Math.max(0.4, 0.93 - 0.35 * Math.exp(-row / 240) + 0.14 * noise(row, 3)))) / 64;
  const speed = (row: number): number => (row === 0 ? 41 : 232 + 14 * noise(row, 4) - (row % 97 === 50 ? 60 : 0));
  return {
    loss: Float32Array.from(rows, loss),
    accuracy: Float32Array.from(rows, accuracy),
    learningRate: Float32Array.from(rows, (row) => 0.001 * 0.5 ** Math.floor(row / 200)),
    gradientNorm: Float32Array.from(rows, (row) =>
      row % 10 === 0 ? 1.6 + 2 * Math.exp(-row / 90) + noise(row, 5) : NaN,
    ),
    imagesPerSecond: Float32Array.from(rows, speed),
    stepMs: Float32Array.from(rows, (row) => 64_000 / speed(row)),
  };
}

const testAccuracies = [0.8445, 0.838, 0.8605, 0.882, 0.899];

/** The example's epochs, as many as are finished. */
export function demoEpochs(finished: number): readonly EpochResult[] {
  return testAccuracies.slice(0, finished).map((testAccuracy, index) => ({
    epoch: index + 1,
    step: 157 * (index + 1),
    trainLoss: 0.61 - 0.09 * index,
    trainAccuracy: 0.73 + 0.045 * index,
    testLoss: [0.3811, 0.402, 0.3307, 0.2904, 0.2586][index] ?? Number.NaN,
    testAccuracy,
    seconds: 46.2 + index * 0.4,
  }));
}

/** A run with so many steps and the epochs that fit into them. */
export function demoSnapshot(steps: number, status: Partial<RunStatus> = {}): RunSnapshot {
  const epochs = demoEpochs(Math.floor(steps / demoStart.stepsPerEpoch));
  return { status: demoStatus(status), steps: demoSteps(steps), epochs, live: undefined };
}

export const finished = {
  state: 'done',
  message: 'Finished: best test accuracy 89.90 % (epoch 5)',
} as const satisfies Partial<RunStatus>;

/** A test of 2,000 images of two classes, or of as many classes as are named, with twelve mistakes of noise. */
export function demoTested(epoch: number, classes = 2): TestedEpoch {
  const row = (label: number): number[] =>
    Array.from({ length: classes }, (_, taken) =>
      taken === label ? 880 - 7 * label : Math.round(120 / (1 + Math.abs(taken - label))),
    );
  return {
    epoch,
    confusion: Array.from({ length: classes }, (_, label) => row(label)),
    mistakes: Array.from({ length: 12 }, (_, index) => ({
      ...{
        image: 31 * index,
        label: index % classes,
        predicted: (index + 1) % classes,
        probability: 0.999 - 0.013 * index,
      },
    })),
    pixels: Uint8Array.from({ length: 12 * 3072 }, (_, byte) => (byte % 3072) / 12 + 9 * Math.floor(byte / 3072)),
  };
}
