import type { OptimizerOptions } from '../../src/trainer/eager/optimizer';

/** One number and what its optimiser remembers of it, in float64. */
interface Remembered {
  value: number;
  first: number;
  second: number;
}

/** A rule as its paper has it, with PyTorch's ε and decay. */
type Rule = (number: Remembered, call: { readonly gradient: number; readonly step: number }) => void;

function ruleOf({ kind, momentum, weightDecay }: OptimizerOptions, learningRate: number): Rule {
  const adam: Rule = (number, { gradient, step }) => {
    number.first = 0.9 * number.first + 0.1 * gradient;
    number.second = 0.999 * number.second + 0.001 * gradient ** 2;
    const corrected = Math.sqrt(number.second / (1 - 0.999 ** step)) + 1e-8;
    number.value -= (learningRate * number.first) / (1 - 0.9 ** step) / corrected;
  };
  const rules: Readonly<Record<OptimizerOptions['kind'], Rule>> = {
    sgd: (number, { gradient }) => {
      number.first = momentum * number.first + gradient + weightDecay * number.value;
      number.value -= learningRate * number.first;
    },
    adam: (number, { gradient, step }) => adam(number, { gradient: gradient + weightDecay * number.value, step }),
    adamw: (number, call) => {
      number.value *= 1 - learningRate * weightDecay;
      adam(number, call);
    },
  };
  return rules[kind];
}

/** What a tensor becomes with a gradient a step, by the closed form in float64. */
export function exactSteps(
  options: OptimizerOptions,
  { values, gradients, learningRate }: ExactSteps,
): readonly number[] {
  const rule = ruleOf(options, learningRate);
  return Array.from(values, (value, index) => {
    const number: Remembered = { value, first: 0, second: 0 };
    gradients.forEach((gradient, step) => {
      rule(number, { gradient: gradient[index] ?? Number.NaN, step: step + 1 });
    });
    return number.value;
  });
}

export interface ExactSteps {
  readonly values: Float32Array;
  readonly gradients: readonly Float32Array[];
  readonly learningRate: number;
}
