/**
 * A dose-response curve: the same prompts at one layer under one strength after another, and without steering. Each
 * answer is judged and scored; the curve says from where to where the vector acts.
 */
import { TillerError } from '../core/errors.ts';
import { type JudgedAnswer, judgeAnswer } from '../core/evaluate/judged.ts';
import { share } from '../core/ifeval/index.ts';
import type { InstructionCheck } from '../core/pairs/instructions.ts';
import {
  type PlainPoint,
  type StrengthPoint,
  type StrengthWindow,
  strengthWindow,
} from '../core/search/strengthWindow.ts';
import type { SteeringSetting } from '../core/steering/setting.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import type { Answer, Decoding, Question } from './answers.ts';
import type { Lab } from './lab.ts';

export interface StrengthSweepInput {
  vector: SteeringVector;
  /** where and how, at every strength */
  steering: Omit<SteeringSetting, 'strength'>;
  /** null: the window is where text holds together */
  check: InstructionCheck | null;
  prompts: readonly string[];
  decoding: Decoding;
  /** default: -1 to 3 in steps of 0.5 */
  strengths?: readonly number[];
  /** default true; scoring costs one reading of each answer */
  perplexity?: boolean;
}

export interface SweepAnswer extends Omit<JudgedAnswer, 'condition'> {
  /** null: unsteered */
  strength: number | null;
}

export interface StrengthCurve {
  plain: PlainPoint;
  /** in order of strength */
  points: StrengthPoint[];
}

export interface StrengthSweepUpdate extends StrengthCurve {
  stage: 'answers' | 'scores';
  done: number;
  total: number;
  /** generated since the call */
  newTokens: number;
}

export interface StrengthSweepResult extends StrengthCurve, StrengthWindow {
  /** strength by strength, the unsteered ones first */
  answers: SweepAnswer[];
}

export interface StrengthSweepOptions {
  signal?: AbortSignal | undefined;
  onUpdate?: ((update: StrengthSweepUpdate) => void) | undefined;
}

const DEFAULT_STRENGTHS: readonly number[] = [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3];

/**
 * @returns plain data, the same for the same input
 * @throws TillerError `bad_request` without prompts, `layer_out_of_range`, as `check`, and as `Answers.of`
 */
export async function strengthSweep(
  input: StrengthSweepInput,
  lab: Lab,
  { signal, onUpdate }: StrengthSweepOptions = {},
): Promise<StrengthSweepResult> {
  const { prompts, perplexity = true } = input;
  if (prompts.length === 0) {
    throw new TillerError('bad_request', 'a strength sweep needs at least one prompt.');
  }
  const strengths = [...new Set(input.strengths ?? DEFAULT_STRENGTHS)].sort((a, b) => a - b);
  const cells = [null, ...strengths].flatMap((strength) =>
    prompts.map((text, prompt) => ({ strength, prompt, text })),
  );
  const judged: (SweepAnswer | undefined)[] = cells.map(() => undefined);
  let newTokens = 0;
  const update = (stage: StrengthSweepUpdate['stage'], done: number): void =>
    onUpdate?.({ ...curveOf(judged, strengths), stage, done, total: cells.length, newTokens });

  await lab.answers.of(
    cells.map(({ strength, text }) => questionOf(input, strength, text)),
    {
      signal,
      onAnswer: (index, answer) => {
        judged[index] = judgedAs(cells[index]!, answer, input, lab);
      },
      onProgress: (progress) => {
        newTokens = progress.newTokens;
        update('answers', progress.answered);
      },
    },
  );
  if (perplexity) {
    for (const [index, answer] of judged.entries()) {
      if (signal?.aborted) throw new TillerError('aborted', 'stopped; what was measured is kept.');
      if (!answer) continue;
      const { text } = cells[index]!;
      judged[index] = { ...answer, perplexity: await lab.numbers.perplexity(text, answer.text) };
      update('scores', index + 1);
    }
  }
  const curve = curveOf(judged, strengths);
  return {
    ...curve,
    ...strengthWindow(curve.plain, curve.points),
    answers: judged.flatMap((each) => each ?? []),
  };
}

function questionOf(
  { vector, steering, decoding }: StrengthSweepInput,
  strength: number | null,
  text: string,
): Question {
  const applied = strength === null ? [] : [{ vector, setting: { ...steering, strength } }];
  return { text, applied, decoding };
}

function judgedAs(
  { strength, prompt, text }: { strength: number | null; prompt: number; text: string },
  answer: Answer,
  { check }: StrengthSweepInput,
  { tiller }: Lab,
): SweepAnswer {
  const cell = { prompt, condition: strength === null ? 'plain' : 'steered', asked: text } as const;
  const { condition: _, ...judged } = judgeAnswer(cell, answer, check ? [check] : [], text, tiller.check);
  return { ...judged, strength };
}

function curveOf(judged: readonly (SweepAnswer | undefined)[], strengths: readonly number[]): StrengthCurve {
  const at = (strength: number | null) =>
    pointOf(judged.flatMap((each) => (each && each.strength === strength ? [each] : [])));
  return { plain: at(null), points: strengths.map((strength) => ({ strength, ...at(strength) })) };
}

/** What has fallen apart does not pass. */
function pointOf(answers: readonly SweepAnswer[]): PlainPoint {
  const hasCheck = answers.some(({ loose }) => loose !== null);
  const passing = (mode: 'loose' | 'strict') =>
    hasCheck
      ? share(answers.filter((each) => each[mode] && !each.isDegenerate).length, answers.length)
      : null;
  const mean = (value: (answer: SweepAnswer) => number) =>
    answers.length > 0 ? answers.reduce((sum, each) => sum + value(each), 0) / answers.length : 0;
  return {
    answers: answers.length,
    loose: passing('loose'),
    strict: passing('strict'),
    degenerate: answers.filter(({ isDegenerate }) => isDegenerate).length,
    perplexity: median(answers.flatMap(({ perplexity }) => perplexity ?? [])),
    repetition: mean(({ repetition }) => repetition),
    tokens: mean(({ tokens }) => tokens),
    words: mean(({ words }) => words),
  };
}

/** One text that the model finds beyond belief would be all that a mean shows. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
