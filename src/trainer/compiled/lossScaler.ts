import { UserError } from '../../protocol/userError';
import { int64Scalar, readInt64Scalar } from '../int64Scalar';
import type { TensorData, TensorMap } from '../safetensors';

/** The scale that a run begins with, and after how many steps without overflow it is doubled: as torch.amp.GradScaler has it. */
const firstScale = 65_536;
const stepsToDouble = 2_000;

/**
 * Keeps the gradients of a float16 step within its range: the loss is multiplied by a scale and the gradients divided by it. A
 * step whose gradients overflow is left out and halves the scale (Micikevicius et al. 2018, §3.2). Other precisions scale by 1.
 */
export class LossScaler {
  #scale: number;
  /** Steps since the scale has changed. */
  #steps = 0;

  constructor(private readonly scales: boolean) {
    this.#scale = scales ? firstScale : 1;
  }

  get scale(): number {
    return this.#scale;
  }

  /** A step's gradients were finite. */
  succeeded(): void {
    if (!this.scales || ++this.#steps < stepsToDouble) return;
    this.#steps = 0;
    this.#scale *= 2;
  }

  /** A step's gradients were not finite; a sentence where no smaller scale is left. */
  overflowed(): void {
    if (this.#scale <= 1)
      throw new UserError(
        'The gradients leave the range of float16 even without a loss scale: lower the learning rate, or train in bfloat16 or float32.',
      );
    this.#scale /= 2;
    this.#steps = 0;
  }

  /** What a checkpoint keeps of it; nothing where nothing is scaled. */
  state(): readonly (readonly [name: string, value: TensorData])[] {
    if (!this.scales) return [];
    return [
      ['loss_scale', int64Scalar(this.#scale)],
      ['loss_scale_steps', int64Scalar(this.#steps)],
    ];
  }

  restore(state: TensorMap): void {
    if (!this.scales) return;
    this.#scale = readInt64Scalar(state.get('loss_scale')) ?? firstScale;
    this.#steps = readInt64Scalar(state.get('loss_scale_steps')) ?? 0;
  }
}
