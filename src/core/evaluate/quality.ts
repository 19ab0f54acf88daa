/**
 * Judgements of quality: yes/no questions about answers, each with the judge's probability of yes. As JSON lines they
 * travel to a stronger judge and back.
 */
import { type LineProblem, lineError, readJsonLines } from '../jsonLines.ts';
import { CONDITIONS, type Condition } from './conditions.ts';
import { mean } from './summary.ts';

/** An answer to be asked about. */
export interface QualityItem {
  /** unique in its set */
  id: string;
  prompt: string;
  condition: Condition;
  answer: string;
}

/** One question about one answer; one line of the file. */
export interface Judgement extends QualityItem {
  /** of the item, and what is asked */
  questionId: string;
  question: string;
  /** 0 to 1; null: not judged yet */
  pYes: number | null;
  /** who says so; null: nobody yet */
  judge: string | null;
}

export interface QualitySummary {
  condition: Condition;
  /** judgements that are there */
  judged: number;
  /** mean probability of yes over them; null without any */
  meanYes: number | null;
  /** share of them with a probability above one half */
  shareYes: number | null;
  byQuestion: { questionId: string; judged: number; meanYes: number | null }[];
}

export function summariseQuality(judgements: readonly Judgement[]): QualitySummary[] {
  const questionIds = [...new Set(judgements.map(({ questionId }) => questionId))];
  return CONDITIONS.filter((condition) => judgements.some((each) => each.condition === condition)).map(
    (condition) => {
      const own = judgements.filter((each) => each.condition === condition);
      const values = valuesOf(own);
      return {
        condition,
        judged: values.length,
        meanYes: meanOrNull(values),
        shareYes: meanOrNull(values.map((value) => (value > 0.5 ? 1 : 0))),
        byQuestion: questionIds.map((questionId) => {
          const those = valuesOf(own.filter((each) => each.questionId === questionId));
          return { questionId, judged: those.length, meanYes: meanOrNull(those) };
        }),
      };
    },
  );
}

function valuesOf(judgements: readonly Judgement[]): number[] {
  return judgements.flatMap(({ pYes }) => pYes ?? []);
}

function meanOrNull(values: readonly number[]): number | null {
  return values.length > 0 ? mean(values) : null;
}

/** A line of a file that a judge filled in. */
export interface FilledIn {
  line: number;
  id: string;
  questionId: string;
  /** as far as the line repeats it */
  answer: string | null;
  pYes: number;
  judge: string;
}

const MAX_JUDGE_LENGTH = 200;

/**
 * Reads judgements: `id` and `questionId` as exported, with `pYes` (0 to 1) or `verdict` ("yes" or "no"), and `judge`.
 * @returns all readable ones, and one problem for each line that is none; blank lines are skipped
 */
export function parseJudgements(text: string): { judgements: FilledIn[]; problems: LineProblem[] } {
  const { values, problems } = readJsonLines(text, readJudgement);
  return { judgements: values, problems };
}

function readJudgement(fields: Record<string, unknown>, line: number): FilledIn {
  const { id, questionId, answer, judge } = fields;
  if (typeof id !== 'string') throw lineError(line, '"id" should be a text, as exported');
  if (typeof questionId !== 'string') throw lineError(line, '"questionId" should be a text, as exported');
  if (typeof judge !== 'string' || judge.trim() === '' || judge.length > MAX_JUDGE_LENGTH) {
    throw lineError(line, `"judge" should name who judged, in at most ${MAX_JUDGE_LENGTH} characters`);
  }
  return {
    line,
    id,
    questionId,
    answer: typeof answer === 'string' ? answer : null,
    pYes: readYes(fields, line),
    judge,
  };
}

function readYes({ pYes, verdict }: Record<string, unknown>, line: number): number {
  const said = typeof verdict === 'string' ? verdict.trim().toLowerCase() : null;
  if (said === 'yes') return 1;
  if (said === 'no') return 0;
  if (said !== null) throw lineError(line, '"verdict" should be "yes" or "no"');
  if (typeof pYes === 'number' && pYes >= 0 && pYes <= 1) return pYes;
  throw lineError(line, 'it needs "pYes", a number from 0 to 1, or "verdict", "yes" or "no"');
}

/**
 * Puts what a judge filled in in the place of what was there, matched by `id` and `questionId`; of several lines for one
 * question the last counts.
 * @returns all judgements in their order, and a problem for each line that belongs to none of them
 */
export function joinJudgements(
  judgements: readonly Judgement[],
  filledIn: readonly FilledIn[],
): { judgements: Judgement[]; joined: number; problems: LineProblem[] } {
  const joined = [...judgements];
  const at = new Map(judgements.map((each, index) => [keyOf(each), index]));
  const problems: LineProblem[] = [];
  const found = new Set<number>();
  for (const each of filledIn) {
    const index = at.get(keyOf(each));
    if (index === undefined) {
      const { message } = lineError(
        each.line,
        `there is no question "${each.questionId}" about "${each.id}" here`,
      );
      problems.push({ line: each.line, message });
    } else if (each.answer !== null && each.answer !== joined[index]!.answer) {
      const { message } = lineError(each.line, `its answer is not the one that "${each.id}" has here`);
      problems.push({ line: each.line, message });
    } else {
      joined[index] = { ...joined[index]!, pYes: each.pYes, judge: each.judge };
      found.add(index);
    }
  }
  return { judgements: joined, joined: found.size, problems };
}

function keyOf({ id, questionId }: { id: string; questionId: string }): string {
  return JSON.stringify([id, questionId]);
}
