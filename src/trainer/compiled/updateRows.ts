import type { OptimizerOptions } from '../eager/optimizer';
import { bool, type } from './graph/attributes';
import type { Control, GraphBuilder, Tensor } from './graph/graphBuilder';
import { elementwise, scalar } from './graph/operations';
import type { Memory } from './networkTensors';

export type OptimizerKind = OptimizerOptions['kind'];

/** The step's numbers, scalars that are fed: what each is follows from the optimiser (`stepRates`). */
export interface Rates {
  readonly stepSize: Tensor;
  readonly epsilon: Tensor;
  /** What decoupled weight decay multiplies the parameter with before it is subtracted. */
  readonly decay: Tensor;
}

/** One part of a parameter where its update is written. */
export interface UpdateCall {
  readonly graph: GraphBuilder;
  readonly memory: Memory;
  /** Weight decay as a penalty included; a dead part may have none. */
  readonly gradient: Tensor | undefined;
  readonly rates: Rates;
  readonly options: OptimizerOptions;
  readonly after: readonly Control[];
  /** The memory of a slot of this part. */
  readonly slot: (name: string) => Tensor;
}

type UpdateRows = { readonly [K in OptimizerKind]: (call: UpdateCall) => readonly Control[] };

const T = { T: type('float'), use_locking: bool(false) };

const updateRows: UpdateRows = {
  adam: applyAdam,
  /** torch.optim.AdamW: θ ← θ − α·λ·θ, and then Adam (Loshchilov and Hutter 2019, algorithm 2). */
  adamw: (call) => {
    const { graph, memory, rates, after, options } = call;
    if (options.weightDecay === 0) return applyAdam(call);
    const shrinking = elementwise(graph, 'Mul', [memory.value, rates.decay]);
    const shrunk = graph.effect('AssignSubVariableOp', {
      inputs: [memory.handle, shrinking],
      attributes: { dtype: type('float') },
      after,
    });
    return [shrunk, ...applyAdam({ ...call, after: [...after, shrunk] })];
  },
  /** torch.optim.SGD: b ← μ·b + g, θ ← θ − α·b. */
  sgd: ({ graph, memory, gradient, rates, options, after, slot }) => {
    if (gradient === undefined) return [];
    if (options.momentum === 0)
      return [
        graph.effect('ResourceApplyGradientDescent', {
          inputs: [memory.handle, rates.stepSize, gradient],
          attributes: T,
          after,
        }),
      ];
    return [
      graph.effect('ResourceApplyMomentum', {
        inputs: [memory.handle, slot('momentum_buffer'), rates.stepSize, gradient, scalar(graph, options.momentum)],
        attributes: { ...T, use_nesterov: bool(false) },
        after,
      }),
    ];
  },
};

/** Writes a part's update; the effects that make it. */
export function writeUpdate(call: UpdateCall): readonly Control[] {
  return updateRows[call.options.kind](call);
}

export const beta1 = 0.9;
export const beta2 = 0.999;
const epsilon = 1e-8;

/** TensorFlow's Adam with its own bias corrections switched off: they are in the step size and in ε, as PyTorch has them. */
function applyAdam({ graph, memory, gradient, rates, after, slot }: UpdateCall): readonly Control[] {
  if (gradient === undefined) return [];
  const corrected = scalar(graph, 0);
  return [
    graph.effect('ResourceApplyAdam', {
      inputs: [
        ...[memory.handle, slot('exp_avg'), slot('exp_avg_sq'), corrected, corrected, rates.stepSize],
        ...[scalar(graph, beta1), scalar(graph, beta2), rates.epsilon, gradient],
      ],
      attributes: { ...T, use_nesterov: bool(false) },
      after,
    }),
  ];
}

/** What is fed for `Rates` at a step, counted from 1: [step size, ε, decay]. */
export function stepRates(options: OptimizerOptions, step: number, learningRate: number): readonly number[] {
  const decay = learningRate * options.weightDecay;
  if (options.kind === 'sgd') return [learningRate, 0, decay];
  const correction1 = 1 - beta1 ** step;
  const correction2 = Math.sqrt(1 - beta2 ** step);
  return [(learningRate * correction2) / correction1, epsilon * correction2, decay];
}
