/** What a lesson is: a text, one prediction, what the record says about it, and where one can read on. */

import { decimal } from '../text/numbers.ts';
import type { Prose } from './prose.ts';
import type { LessonRecord } from './record.ts';

export const LESSON_IDS = ['stream', 'direction', 'layer', 'strength', 'controls', 'composition'] as const;
export type LessonId = (typeof LESSON_IDS)[number];

export type SourceId = keyof Prose['sources'];

/** A number on a scale, or the id of an option. */
export type Guess = number | string;

export interface NumberPrediction {
  kind: 'number';
  question: string;
  /** of the slider */
  name: string;
  min: number;
  max: number;
  step: number;
  /** what stands behind the number, with its space: ` %`, ` of 20`; empty: nothing */
  unit: string;
}

export interface ChoicePrediction {
  kind: 'choice';
  question: string;
  options: readonly { id: string; text: string }[];
}

export type Prediction = NumberPrediction | ChoicePrediction;

export interface LessonTable {
  name: string;
  /** where the numbers come from */
  source: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Reveal {
  answer: Guess;
  /** what happened, in a sentence */
  words: string;
  table: LessonTable;
}

/** Paragraphs may link terms of the glossary: `[[direction]]`, or `[[direction|shown words]]`. */
export interface Lesson {
  id: LessonId;
  title: string;
  /** one sentence, for the list */
  summary: string;
  before(record: LessonRecord): readonly string[];
  prediction(record: LessonRecord): Prediction;
  reveal(record: LessonRecord): Reveal;
  after(record: LessonRecord): readonly string[];
  /** what the live experiment does */
  live: string;
  sources: readonly SourceId[];
}

/** The guess in the words of its prediction; null for one that does not belong to it. */
export function guessText(prediction: Prediction, guess: Guess): string | null {
  if (prediction.kind === 'choice') return prediction.options.find(({ id }) => id === guess)?.text ?? null;
  return typeof guess === 'number'
    ? `${decimal(guess, decimalsOf(prediction.step))}${prediction.unit}`
    : null;
}

/** Whether a stored value can be a guess on it. */
export function isGuess(prediction: Prediction, value: unknown): value is Guess {
  if (prediction.kind === 'choice') return prediction.options.some(({ id }) => id === value);
  return typeof value === 'number' && value >= prediction.min && value <= prediction.max;
}

const decimalsOf = (step: number): number => String(step).split('.')[1]?.length ?? 0;
