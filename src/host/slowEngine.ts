import type { EngineName } from '../protocol/engine';
import type { RunStart, TrainOptions } from '../protocol/run';

/** The engines that `auto` takes for want of the native ones, by the names that people know. */
const slowEngines: Partial<Readonly<Record<EngineName, string>>> = { wasm: 'WASM', cpu: 'plain JavaScript' };

/** What is said where `auto` found no native engine; nothing where the engine was asked for or is a fast one. */
export function slowEngineMessage(
  choice: TrainOptions['engine'],
  { engine, passedOver }: Pick<RunStart, 'engine' | 'passedOver'>,
): string | undefined {
  const name = slowEngines[engine];
  if (choice !== 'auto' || name === undefined) return undefined;
  const reason = passedOver.find((other) => other.engine === 'tensorflow')?.reason;
  return `Training on ${name}${reason === undefined ? '.' : `: ${reason}`} The native engine is several times faster.`;
}
