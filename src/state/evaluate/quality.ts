/** Quality questions about an evaluation's answers: what is asked, by whom it is answered, and what comes of it. */
import type { Condition } from '../../core/evaluate/conditions.ts';
import type { JudgeReliability } from '../../core/evaluate/judgeControl.ts';
import { type Judgement, type QualityItem, summariseQuality } from '../../core/evaluate/quality.ts';
import { QUALITY_QUESTIONS, type QualityQuestion } from '../../core/evaluate/questions.ts';
import { findInstruction, type InstructionFamily } from '../../core/pairs/instructions.ts';
import { decimal } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import type { AppState } from '../appState.ts';
import { isJobOf, type JobOf, type JobsState } from '../jobs/jobs.ts';
import { listed } from './words.ts';

/** The answers of an evaluation under ids that say whose they are. */
export function qualityItems({ id, input, result, update }: JobOf<'evaluation'>): QualityItem[] {
  const { answers } = result ?? update ?? { answers: [] };
  return answers.map(({ prompt, condition, text }) => ({
    id: `${id} ${condition} ${prompt}`,
    prompt: input.prompts[prompt]?.text ?? '',
    condition,
    answer: text,
  }));
}

/** The questions of the first vector's family. */
export function qualityQuestions(state: AppState, vectorIds: readonly string[]): readonly QualityQuestion[] {
  return QUALITY_QUESTIONS[familyOf(state, vectorIds[0])];
}

function familyOf({ library }: AppState, id: string | undefined): InstructionFamily {
  const saved = library.entries.find((entry) => entry.id === id)?.instruction;
  return saved?.family ?? (id === undefined ? undefined : findInstruction(id)?.family) ?? 'free';
}

/** The evaluation that a job's questions are about. */
export function evaluationIdOf({ input }: JobOf<'quality'>): string | null {
  return input.items[0]?.id.split(' ')[0] ?? null;
}

/** All questions about all answers, not judged yet. */
export function openJudgements(
  items: readonly QualityItem[],
  questions: readonly QualityQuestion[],
): Judgement[] {
  return items.flatMap((item) =>
    questions.map(({ id, question }) => ({ ...item, questionId: id, question, pYes: null, judge: null })),
  );
}

/** The newest job that asked about the answers of an evaluation. */
export function qualityJobOf({ list }: JobsState, evaluationId: string): JobOf<'quality'> | null {
  return (
    list
      .flatMap((job) => (isJobOf(job, 'quality') && evaluationIdOf(job) === evaluationId ? [job] : []))
      .at(-1) ?? null
  );
}

/** Mean probability of yes: one row a condition, one column a question. */
export function qualityTable(judgements: readonly Judgement[]): {
  head: string[];
  rows: { condition: Condition; cells: string[] }[];
} {
  const questions = new Map(judgements.map(({ questionId, question }) => [questionId, question]));
  return {
    head: [t('evaluate.condition'), ...questions.values(), t('evaluate.allQuestions')],
    rows: summariseQuality(judgements).map(({ condition, byQuestion, meanYes }) => ({
      condition,
      cells: [...byQuestion.map((each) => probabilityText(each.meanYes)), probabilityText(meanYes)],
    })),
  };
}

const probabilityText = (value: number | null): string => (value === null ? '–' : decimal(value, 2));

/** Who judged, in words. */
export function judgesText(judgements: readonly Judgement[]): string {
  const judges = [...new Set(judgements.flatMap(({ judge }) => judge ?? []))];
  return judges.length === 0 ? t('evaluate.notJudged') : t('evaluate.judgedWith', { judges: listed(judges) });
}

/** How far the loaded model is to be believed. */
export function reliabilityText({ right, answers, ranked, pairs }: JudgeReliability): string {
  return t('evaluate.reliability', { right, answers, ranked, pairs });
}
