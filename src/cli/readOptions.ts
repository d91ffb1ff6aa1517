import { InvalidArgumentError } from 'commander';
import type { Shape } from '../model/layer';
import { suggestion } from '../protocol/nearest';
import { stepOfWord, stepWords, type StepChoice } from '../protocol/recipe';
import { UserError } from '../protocol/userError';

/** `3x32x32`, channels, height and width. */
export function readShape(text: string): Shape {
  const sizes = text.split(/[x×]/i).map(Number);
  if (sizes.length === 3 && sizes.every((size) => Number.isInteger(size) && size > 0 && size <= 100_000)) return sizes;
  throw new UserError(`The input must be channels x height x width, like 3x32x32, but is "${text}".`, 'usage');
}

/** A number; what it may be is checked with all options together. */
export function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError(`"${text}" is no number.`);
  return value;
}

/** A positive whole number that counts classes. */
export function readClassCount(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  throw new UserError(`The number of classes must be a whole number from 1 to 1,000,000, but is "${text}".`, 'usage');
}

/** `airplane,bird`. */
export function readNames(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}

/** How a step is carried out, by the word that people use. */
export function readStep(text: string): StepChoice {
  const word = stepWords.find((known) => known === text);
  if (word !== undefined) return stepOfWord[word];
  throw new UserError(`There is no kind of step "${text}".${suggestion(text, stepWords)}`, 'usage');
}

/** An NVIDIA card, by its number. */
export function readCard(text: string): string {
  if (/^\d+$/.test(text)) return text;
  throw new UserError(`A card is named by its number, as nvidia-smi shows it, but is "${text}".`, 'usage');
}
