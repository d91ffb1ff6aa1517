import type { Mistake, TestedEpoch } from '../protocol/run';
import { largest, logSumExp, rowOf, type ClassifiedBatch } from './scoreLogits';

/** So many mistakes are kept. */
const mostMistakes = 12;

/** Counts which class each test image is taken for, and keeps the most confident mistakes. */
export class TestTally {
  readonly #confusion: number[][];
  #mistakes: readonly Mistake[] = [];
  #images = 0;

  constructor(private readonly classes: number) {
    this.#confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  }

  /** Takes in the next images in their stored order. */
  add({ labels, logits }: Pick<ClassifiedBatch, 'labels' | 'logits'>): void {
    const mistakes = [...labels].flatMap((label, row) => this.#count(label, rowOf(logits, row, this.classes)));
    const all = [...this.#mistakes, ...mistakes];
    this.#mistakes = all.sort((a, b) => b.probability - a.probability).slice(0, mostMistakes);
  }

  /** @param pixelsOf an image by its place among the test images */
  result(epoch: number, pixelsOf: (image: number) => Uint8Array): TestedEpoch {
    const pixels = this.#mistakes.map(({ image }) => pixelsOf(image));
    return {
      epoch,
      confusion: this.#confusion,
      mistakes: this.#mistakes,
      pixels: new Uint8Array(Buffer.concat(pixels)),
    };
  }

  #count(label: number, logits: Float32Array): readonly Mistake[] {
    const image = this.#images++;
    const predicted = largest(logits);
    const row = this.#confusion[label];
    if (row !== undefined) row[predicted] = (row[predicted] ?? 0) + 1;
    if (predicted === label) return [];
    const probability = Math.exp((logits[predicted] ?? Number.NaN) - logSumExp(logits));
    return Number.isFinite(probability) ? [{ image, label, predicted, probability }] : [];
  }
}
