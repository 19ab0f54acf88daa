/** The checks that judge the answers: those of the instructions that steer, and those that the user adds. */
import { TillerError } from '../../core/errors.ts';
import { instructionType, type Kwargs, validateKwargs } from '../../core/ifeval/index.ts';
import { textOf } from '../../text/text.ts';
import { isRecord, isText, type PresetCheck } from '../playground/presets.ts';
import type { Steerable } from '../playground/steerable.ts';

export interface ChecksState {
  /** the steering instructions' own checks come first, whichever instructions these are */
  followsInstruction: boolean;
  own: readonly PresetCheck[];
}

export const INITIAL_CHECKS: ChecksState = { followsInstruction: true, own: [] };

/** As many as are still read at a glance; IFEval's prompts have three at most. */
export const MAX_CHECKS = 8;

/** This argument may be missing: the prompt itself stands in for it. */
export const PROMPT_ARGUMENT = 'prompt_to_repeat';

/** All checks in force, each once, in the order they are shown; an answer passes when it passes every one. */
export function checksInForce(checks: ChecksState, chosen: readonly Steerable[]): readonly PresetCheck[] {
  return eachOnce([...instructionChecks(checks, chosen), ...checks.own]);
}

function eachOnce(all: readonly PresetCheck[]): PresetCheck[] {
  const keys = all.map(checkKey);
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** The same for checks that say the same. */
export function checkKey({ instructionId, kwargs }: PresetCheck): string {
  return JSON.stringify([instructionId, kwargs]);
}

/** The instructions' checks, each once, while they are followed: of those that have one. */
export function instructionChecks(
  { followsInstruction }: ChecksState,
  chosen: readonly Steerable[],
): readonly PresetCheck[] {
  return followsInstruction ? eachOnce(chosen.flatMap(({ check }) => check ?? [])) : [];
}

/** One check more than `MAX_CHECKS`, or one that is there already, changes nothing. */
export function withCheckAdded(
  checks: ChecksState,
  chosen: readonly Steerable[],
  check: PresetCheck,
): ChecksState {
  const list = checksInForce(checks, chosen);
  const isThere = list.some((each) => checkKey(each) === checkKey(check));
  if (isThere || list.length >= MAX_CHECKS) return checks;
  return { ...checks, own: [...checks.own, check] };
}

/** @param index of `checksInForce`; the instructions' own checks become the user's when one of them is changed */
export function withCheckChanged(
  checks: ChecksState,
  chosen: readonly Steerable[],
  index: number,
  check: PresetCheck,
): ChecksState {
  const list = checksInForce(checks, chosen);
  if (index < 0 || index >= list.length) return checks;
  return ownAfter(checks, chosen, index, list.with(index, check));
}

/** @param index of `checksInForce` */
export function withCheckRemoved(
  checks: ChecksState,
  chosen: readonly Steerable[],
  index: number,
): ChecksState {
  const list = checksInForce(checks, chosen);
  if (index < 0 || index >= list.length) return checks;
  return ownAfter(checks, chosen, index, list.toSpliced(index, 1));
}

function ownAfter(
  checks: ChecksState,
  chosen: readonly Steerable[],
  index: number,
  list: readonly PresetCheck[],
): ChecksState {
  const { length } = instructionChecks(checks, chosen);
  if (index >= length) return { ...checks, own: list.slice(length) };
  return { followsInstruction: false, own: list };
}

/**
 * Complete arguments of a check, with `prompt` in the place of a missing request to repeat.
 * @throws TillerError `unknown_check`, `check_arguments`
 */
function completeKwargs({ instructionId, kwargs }: PresetCheck, prompt: string): Kwargs {
  const type = instructionType(instructionId);
  const takesPrompt = type.parameters.some(({ name }) => name === PROMPT_ARGUMENT);
  return validateKwargs(type, takesPrompt ? { [PROMPT_ARGUMENT]: prompt, ...kwargs } : kwargs);
}

/** What is wrong with a check, or null. */
export function checkProblem(check: PresetCheck): TillerError | null {
  try {
    completeKwargs(check, 'the prompt');
    return null;
  } catch (error) {
    if (error instanceof TillerError) return error;
    throw error;
  }
}

/** The English name of a check, as files have it; its id where there is no such check. */
export function checkTitle(check: PresetCheck): string {
  return isKnown(check) ? instructionType(check.instructionId).title : check.instructionId;
}

/** The name of a check in the page's language. */
export function shownCheckTitle(check: PresetCheck): string {
  return textOf(`checks.type_${check.instructionId}`, check.instructionId);
}

/** What a check asks for, in words; what is wrong with it where it cannot be used. */
export function checkWords(check: PresetCheck): string {
  const problem = checkProblem(check);
  if (problem) return problem.message;
  const kwargs = completeKwargs(check, 'the prompt');
  const [plainest = ''] = instructionType(check.instructionId).phrasings(kwargs);
  return plainest;
}

function isKnown(check: PresetCheck): boolean {
  return checkProblem(check)?.code !== 'unknown_check';
}

/** From storage: only checks that can be used, and no more than can be shown. */
export function readChecks(stored: unknown): ChecksState {
  if (!isRecord(stored) || !Array.isArray(stored.own)) return INITIAL_CHECKS;
  return { followsInstruction: stored.followsInstruction !== false, own: readCheckList(stored.own) };
}

export function readCheckList(stored: unknown): readonly PresetCheck[] {
  if (!Array.isArray(stored)) return [];
  return stored
    .slice(0, MAX_CHECKS)
    .filter(isCheck)
    .map(({ instructionId, kwargs }) => ({ instructionId, kwargs }))
    .filter((check) => checkProblem(check) === null);
}

function isCheck(value: unknown): value is PresetCheck {
  return isRecord(value) && isText(value.instructionId) && isRecord(value.kwargs);
}
