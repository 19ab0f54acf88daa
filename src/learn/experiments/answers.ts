/** One prompt, several lanes in one batch: what each writes, whether it passes, and what the plain model makes of it. */
import { asAsked } from '../../core/pairs/asking.ts';
import { findInstruction, type InstructionCheck } from '../../core/pairs/instructions.ts';
import { isDegenerate } from '../../core/steering/degenerate.ts';
import { type AppliedVector, interventionsOf } from '../../core/steering/setting.ts';
import type { LaneResult } from '../../protocol/model.ts';
import {
  type AnswerLabel,
  type AnswerRole,
  type AnswersResult,
  type ExperimentContext,
  type ExperimentOptions,
  type LessonAnswer,
  stopIfAborted,
} from './experiment.ts';

export interface PlannedAnswer {
  label: AnswerLabel;
  role: AnswerRole;
  applied: readonly AppliedVector[];
  /** default: the plan's */
  prompt?: string;
  /** added to the prompt, for an answer that is asked in words */
  words?: string;
}

export interface AnswersPlan {
  prompt: string;
  /** whose check judges the answers */
  instruction: string;
  planned: readonly PlannedAnswer[];
  /** also read every answer back with the plain model */
  perplexity?: boolean;
}

const MAX_NEW_TOKENS = 40;
/** As the page and the presets decode on the embedded model. */
const REPETITION_PENALTY = 1.15;

const EMPTY = { text: '', tokens: 0, passes: null, detail: '', isDegenerate: false, perplexity: null };

/** @throws TillerError `aborted`, and as the model does */
export async function writeAnswers(
  { tiller, info }: ExperimentContext,
  { prompt, instruction, planned, perplexity = false }: AnswersPlan,
  { signal, onUpdate }: ExperimentOptions = {},
): Promise<AnswersResult> {
  const check = checkOf(instruction);
  const promptOf = (each: PlannedAnswer | undefined) => each?.prompt ?? prompt;
  let answers: LessonAnswer[] = planned.map(({ label, role }) => ({ label, role, ...EMPTY }));
  const change = (index: number, parts: Partial<LessonAnswer>) => {
    answers = answers.with(index, { ...answers[index]!, ...parts });
  };
  const step = { kind: 'writing' } as const;
  onUpdate?.({ step, done: 0, total: MAX_NEW_TOKENS, answers });
  const results = await tiller.generate(
    planned.map((each) => ({
      ...asAsked(each.words ? `${promptOf(each)} ${each.words}` : promptOf(each), info.hasChatTemplate),
      interventions: interventionsOf(each.applied),
      maxNewTokens: MAX_NEW_TOKENS,
      repetitionPenalty: REPETITION_PENALTY,
    })),
    {
      onToken(lane, { text }) {
        const { text: before, tokens } = answers[lane]!;
        change(lane, { text: before + text, tokens: tokens + 1 });
        const done = Math.max(...answers.map((each) => each.tokens));
        onUpdate?.({ step, done, total: MAX_NEW_TOKENS, answers });
      },
      ...(signal ? { signal } : {}),
    },
  );
  stopIfAborted(signal);
  for (const [index, result] of results.entries()) {
    change(index, judged(result, check, promptOf(planned[index]), tiller));
  }
  if (perplexity) {
    for (const [index, { text }] of answers.entries()) {
      onUpdate?.({
        step: { kind: 'readingBack' },
        done: index,
        total: answers.length,
        answers,
      });
      if (text === '') continue;
      const scored = await tiller.score(asAsked(promptOf(planned[index]), info.hasChatTemplate).prompt, text);
      stopIfAborted(signal);
      change(index, { perplexity: scored.perplexity });
    }
  }
  return { kind: 'answers', prompt, instruction, answers };
}

function judged(
  { text, tokenIds }: LaneResult,
  { instructionId, kwargs }: InstructionCheck,
  prompt: string,
  tiller: ExperimentContext['tiller'],
): Partial<LessonAnswer> {
  const { loose, detail } = tiller.check(instructionId, kwargs, text, prompt);
  return { text, tokens: tokenIds.length, passes: loose, detail, isDegenerate: isDegenerate(text) };
}

function checkOf(id: string): InstructionCheck {
  const check = findInstruction(id)?.check;
  if (!check) throw new Error(`there is no check for the instruction "${id}"`);
  return check;
}
