/** The strict and the loose verdict on a finished answer. */
import { TillerError } from '../errors.ts';
import { validateKwargs } from './kwargs.ts';
import { instructionType } from './registry.ts';
import { isBlank } from './text/python.ts';
import { looseVariants } from './text/variants.ts';
import type { Evaluate, Finding } from './types.ts';

export interface CheckResult {
  strict: boolean;
  loose: boolean;
  /** One line: what was found in the answer as it is, and what made the loose verdict differ. */
  detail: string;
}

const BLANK: Finding = { pass: false, settled: false, open: true, reason: 'the answer is empty' };

/**
 * What the published checkers say about an answer.
 * @param prompt the request that was answered; stands in for a missing `prompt_to_repeat`
 * @throws TillerError `unknown_check`, `check_arguments`, `language_data_missing` (see `loadLanguages`), `bad_request`
 *   when the answer is no string
 */
export function check(
  instructionId: string,
  kwargs: unknown,
  response: string,
  prompt?: string,
): CheckResult {
  const evaluate = prepareCheck(instructionId, kwargs, prompt);
  requireText(response);
  const found = strictFinding(evaluate, response);
  if (found.pass) return { strict: true, loose: true, detail: found.reason };
  const loose = looseVariants(response).find((variant) => evaluate(variant).pass);
  if (loose === undefined) return { strict: false, loose: false, detail: found.reason };
  return {
    strict: false,
    loose: true,
    detail: `${found.reason}; passes loosely (${leftOut(response, loose)})`,
  };
}

/** The strict finding: a blank answer fails every check. */
export function strictFinding(evaluate: Evaluate, response: string): Finding {
  return isBlank(response) ? BLANK : evaluate(response);
}

/** @throws TillerError `unknown_check`, `check_arguments` */
export function prepareCheck(instructionId: string, kwargs: unknown, prompt?: string): Evaluate {
  const type = instructionType(instructionId);
  const takesPrompt = type.parameters.some((parameter) => parameter.name === 'prompt_to_repeat');
  const isObject = typeof kwargs === 'object' && kwargs !== null && !Array.isArray(kwargs);
  const complete = takesPrompt && isObject ? withPrompt(kwargs, prompt) : kwargs;
  return type.prepare(validateKwargs(type, complete));
}

function withPrompt(kwargs: object, prompt: string | undefined): object {
  return 'prompt_to_repeat' in kwargs && kwargs.prompt_to_repeat != null
    ? kwargs
    : { ...kwargs, prompt_to_repeat: prompt };
}

export function requireText(response: unknown): asserts response is string {
  if (typeof response === 'string') return;
  const found = response === null ? 'null' : typeof response;
  throw new TillerError('bad_request', `An answer to check should be a string, found ${found}.`);
}

/** What a loose variant leaves out of the answer, in words. */
function leftOut(response: string, variant: string): string {
  const parts: string[] = [];
  const lines = response.split('\n').length - variant.split('\n').length;
  if (lines > 0) parts.push(lines > 1 ? 'first or last lines' : 'the first or the last line');
  if (response.includes('*') && !variant.includes('*')) parts.push('asterisks');
  return `without ${parts.join(' and ')}`;
}
