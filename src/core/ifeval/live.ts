/** Verdicts on an answer that is still being written. */
import { TillerError } from '../errors.ts';
import { prepareCheck, requireText, strictFinding } from './check.ts';
import { isBlank } from './text/python.ts';
import { looseVariantPrefixes, looseVariants } from './text/variants.ts';
import type { Evaluate, Finding, Range } from './types.ts';

export interface LiveVerdict {
  /** Of the text so far; provisional unless `final`. */
  state: 'pass' | 'fail' | 'undecided';
  /** True when no continuation can change the verdict, and at the end. A final one is 'pass' or 'fail'. */
  final: boolean;
  /** One line in plain words. */
  reason: string;
  /** Place in the text that the reason speaks of. */
  range?: Range;
}

export interface LiveOptions {
  /** The text is the whole answer. */
  done: boolean;
  /** Which of IFEval's two verdicts; default 'strict'. */
  mode?: 'strict' | 'loose';
}

/**
 * Verdict on the beginning of an answer. A final verdict never changes for any continuation.
 * @param prompt as for `check`
 * @returns 'undecided' while the text is blank, while only its end will tell, and while the language data is missing
 * @throws TillerError `unknown_check`, `check_arguments`, `bad_request`; with `done` also `language_data_missing`
 */
export function liveVerdict(
  instructionId: string,
  kwargs: unknown,
  prefix: string,
  options: LiveOptions,
  prompt?: string,
): LiveVerdict {
  return liveCheck(instructionId, kwargs, prompt)(prefix, options);
}

/** `liveVerdict` with the arguments checked once, for use at every token. */
export function liveCheck(
  instructionId: string,
  kwargs: unknown,
  prompt?: string,
): (prefix: string, options: LiveOptions) => LiveVerdict {
  const evaluate = prepareCheck(instructionId, kwargs, prompt);
  return (prefix, { done, mode = 'strict' }) => {
    requireText(prefix);
    if (done) return finished(evaluate, prefix, mode);
    try {
      const text = withoutHalfPair(prefix);
      return mode === 'strict' ? strictSoFar(evaluate, text) : looseSoFar(evaluate, text);
    } catch (error) {
      if (!(error instanceof TillerError) || error.code !== 'language_data_missing') throw error;
      return { state: 'undecided', final: false, reason: 'the language data is still loading' };
    }
  };
}

function finished(evaluate: Evaluate, text: string, mode: 'strict' | 'loose'): LiveVerdict {
  const found = strictFinding(evaluate, text);
  if (found.pass || mode === 'strict') return verdict(found, found.pass ? 'pass' : 'fail', true);
  for (const variant of looseVariants(text)) {
    const { pass, reason } = evaluate(variant);
    if (pass) return { state: 'pass', final: true, reason: looseReason(reason) };
  }
  return verdict(found, 'fail', true);
}

function strictSoFar(evaluate: Evaluate, text: string): LiveVerdict {
  const found = evaluate(text);
  if (isBlank(text)) {
    // Any check can still fail for being blank; only a failure can be certain.
    if (found.settled && !found.pass) return verdict(found, 'fail', true);
    return { state: 'undecided', final: false, reason: 'nothing written yet' };
  }
  if (found.open && !found.settled) {
    return verdict({ ...found, reason: found.openReason ?? found.reason }, 'undecided', false);
  }
  return verdict(found, found.pass ? 'pass' : 'fail', found.settled);
}

/** Passes for good when one reading does, fails for good when all do. */
function looseSoFar(evaluate: Evaluate, text: string): LiveVerdict {
  const strict = strictSoFar(evaluate, text);
  if (strict.state === 'pass' && strict.final) return strict;
  const readings = looseVariantPrefixes(text).map((reading) => strictSoFar(evaluate, reading));
  const passing = readings.filter((reading) => reading.state === 'pass');
  const settled = passing.find((reading) => reading.final);
  if (settled) return { state: 'pass', final: true, reason: looseReason(settled.reason) };
  if (readings.every((reading) => reading.final)) return { ...strict, state: 'fail', final: true };
  if (strict.state === 'pass' || passing.length === 0) return { ...strict, final: false };
  return { state: 'pass', final: false, reason: looseReason(passing[0]!.reason) };
}

/** The reason of a reading that leaves something out; its range would not be one of the answer. */
function looseReason(reason: string): string {
  return `loosely: ${reason}`;
}

function verdict(found: Finding, state: LiveVerdict['state'], final: boolean): LiveVerdict {
  const { reason, range } = found;
  return range ? { state, final, reason, range } : { state, final, reason };
}

/** A high surrogate at the end is half of a character that is still to come. */
function withoutHalfPair(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
