/** What the lessons know before any model is loaded: numbers of the repository's replication, and each experiment once. */
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { AnswersResult, CurvesResult, ExperimentResult } from './experiments/experiment.ts';
import type { LessonId } from './lesson.ts';

/** One instruction in the replication. Counts are answers that pass loosely. */
export interface InstructionFacts {
  id: string;
  title: string;
  setting: SteeringSetting;
  /** contrast pairs of the vector */
  pairs: number;
  /** mean cosine of each pair's difference with the direction, at the setting's layer */
  pairConsistency: number;
  validationPrompts: number;
  validationPlain: number;
  /** of the layer search, at the setting's operator */
  layers: { layer: number; passed: number; degenerate: number }[];
  /** at the setting's layer and operator; `sound`: passes and has not fallen apart */
  strengths: { strength: number; sound: number; degenerate: number; answers: number }[];
  testPrompts: number;
  plain: number;
  words: number;
  steered: number;
  wordsSteered: number;
  random: number;
  flipped: number;
  /** McNemar's exact p of steered against plain */
  pValue: number;
  /** median perplexity of the steered and of the instructed answers over that of the plain ones */
  perplexityRatio: number;
  wordsPerplexityRatio: number;
}

export interface Facts {
  about: string;
  numLayers: number;
  hiddenSize: number;
  instructions: InstructionFacts[];
  composition: { titles: [string, string]; prompts: number; plainBoth: number; bestBoth: number } | null;
}

export interface LessonRecord {
  facts: Facts;
  experiments: Record<LessonId, ExperimentResult>;
}

/** @throws when the replication does not hold it: a lesson that speaks of it would be wrong */
export function factsOf(
  { facts: { instructions } }: Pick<LessonRecord, 'facts'>,
  id: string,
): InstructionFacts {
  const found = instructions.find((each) => each.id === id);
  if (!found) throw new Error(`the replication holds no instruction "${id}"`);
  return found;
}

/** @throws when the lesson's experiment draws no curves */
export function curvesOf({ experiments: results }: LessonRecord, id: LessonId): CurvesResult {
  const result = results[id];
  if (result.kind !== 'curves') throw new Error(`the experiment of "${id}" draws no curves`);
  return result;
}

/** @throws when the lesson's experiment writes no answers */
export function answersOf({ experiments: results }: LessonRecord, id: LessonId): AnswersResult {
  const result = results[id];
  if (result.kind !== 'answers') throw new Error(`the experiment of "${id}" writes no answers`);
  return result;
}
