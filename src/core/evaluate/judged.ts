/** One answer with all that is said about it. */
import type { CheckRequest, CheckResult } from '../ifeval/index.ts';
import { isDegenerate, repetitionShare } from '../steering/degenerate.ts';
import type { Condition } from './conditions.ts';

export interface JudgedAnswer {
  /** position of the prompt in its list */
  prompt: number;
  condition: Condition;
  /** the user's turn as it was put */
  asked: string;
  text: string;
  tokens: number;
  words: number;
  finishReason: 'stop' | 'length';
  /** one a check, in order; empty without a check */
  results: CheckResult[];
  /** all checks pass; null without a check */
  strict: boolean | null;
  loose: boolean | null;
  /** share of three-word groups that came before in the text */
  repetition: number;
  isDegenerate: boolean;
  /** of the text under the unsteered model after the plain prompt; null when not measured, or for a text without a token */
  perplexity: number | null;
}

/** The part of an answer that a verdict needs. */
export interface AnswerText {
  text: string;
  tokenIds: readonly number[];
  finishReason: 'stop' | 'length';
}

export type CheckFunction = (
  instructionId: string,
  kwargs: Record<string, unknown>,
  response: string,
  prompt?: string,
) => CheckResult;

/**
 * Everything but the perplexity, which needs a model.
 * @param plainPrompt the request without the instruction, for the checks that read it
 * @throws TillerError as `check` does
 */
export function judgeAnswer(
  { prompt, condition, asked }: Pick<JudgedAnswer, 'prompt' | 'condition' | 'asked'>,
  { text, tokenIds, finishReason }: AnswerText,
  checks: readonly CheckRequest[],
  plainPrompt: string,
  check: CheckFunction,
): JudgedAnswer {
  const results = checks.map(({ instructionId, kwargs }) => check(instructionId, kwargs, text, plainPrompt));
  const allPass = (mode: 'strict' | 'loose') =>
    results.length > 0 ? results.every((result) => result[mode]) : null;
  return {
    prompt,
    condition,
    asked,
    text,
    tokens: tokenIds.length,
    words: countWords(text),
    finishReason,
    results,
    strict: allPass('strict'),
    loose: allPass('loose'),
    repetition: repetitionShare(text),
    isDegenerate: isDegenerate(text),
    perplexity: null,
  };
}

/** Runs of anything but white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
