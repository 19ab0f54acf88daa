/** What the Evaluate place is set to, as it outlives a reload: all but the prompts of a file, which stay on the disk. */
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { Operator, Scope } from '../../core/steering/types.ts';
import { readCheckList } from '../checks/checks.ts';
import { isCount, isNumber, isRecord, isText } from '../playground/presets.ts';
import { fits } from '../playground/settings.ts';
import {
  type AppliedDraft,
  EMPTY_VECTOR,
  EVALUATE_STRENGTH_RANGE,
  type EvaluateState,
  INITIAL_EVALUATE,
  MAX_NEW_TOKENS_RANGE,
  MAX_VECTORS,
  type PromptChoice,
  type PromptSource,
  SECTIONS,
  type Section,
} from './evaluate.ts';

export type StoredEvaluate = Omit<EvaluateState, 'file' | 'problem'>;

/** Characters of a typed field that are kept; localStorage holds some five million in all. */
const MAX_CHARACTERS = 200_000;
const SOURCES: readonly PromptSource[] = ['validation', 'test', 'own', 'file'];
const OPERATORS: readonly Operator[] = ['setProjection', 'add', 'ablate'];
const SCOPES: readonly Scope[] = ['all', 'prompt', 'generated'];

export function toStoredEvaluate({ file: _, problem: __, ...stored }: EvaluateState): StoredEvaluate {
  return isKept(stored.ownPrompts) ? stored : { ...stored, ownPrompts: '' };
}

/** What a visit before this one left; whatever is not valid keeps its default. */
export function readStoredEvaluate(stored: unknown): EvaluateState {
  const initial = INITIAL_EVALUATE;
  if (!isRecord(stored)) return initial;
  const { vectors, prompts, shown, maxNewTokens, words } = stored;
  return {
    ...initial,
    section: SECTIONS.find((section) => section === stored.section) ?? initial.section,
    vectors: readVectors(vectors),
    prompts: bySection((section) =>
      readPrompts(isRecord(prompts) ? prompts[section] : null, initial.prompts[section]),
    ),
    ownPrompts: readTyped(stored.ownPrompts, initial.ownPrompts),
    maxNewTokens:
      isCount(maxNewTokens) && fits(maxNewTokens, MAX_NEW_TOKENS_RANGE) ? maxNewTokens : initial.maxNewTokens,
    isFast: stored.isFast !== false,
    strengths: readTyped(stored.strengths, initial.strengths),
    words: words === null ? null : readTyped(words, null),
    shown: bySection((section) => {
      const id = isRecord(shown) ? shown[section] : null;
      return isText(id) ? id : null;
    }),
  };
}

function readVectors(stored: unknown): readonly AppliedDraft[] {
  if (!Array.isArray(stored) || stored.length === 0) return INITIAL_EVALUATE.vectors;
  return stored.slice(0, MAX_VECTORS).map(readVector);
}

/** A place stays a place: one that cannot be read is a vector that is not chosen yet. */
function readVector(stored: unknown): AppliedDraft {
  if (!isRecord(stored)) return EMPTY_VECTOR;
  return {
    id: isText(stored.id) ? stored.id : null,
    setting: readSetting(stored.setting),
    check: readCheckList([stored.check])[0] ?? null,
    strengths: readTyped(stored.strengths, EMPTY_VECTOR.strengths),
  };
}

function readSetting(stored: unknown): SteeringSetting {
  const initial = EMPTY_VECTOR.setting;
  if (!isRecord(stored)) return initial;
  const { layer, strength } = stored;
  const scope = SCOPES.find((each) => each === stored.scope);
  return {
    layer: isCount(layer) ? layer : initial.layer,
    operator: OPERATORS.find((each) => each === stored.operator) ?? initial.operator,
    strength: isNumber(strength) && fits(strength, EVALUATE_STRENGTH_RANGE) ? strength : initial.strength,
    ...(scope ? { scope } : {}),
  };
}

function readPrompts(stored: unknown, initial: PromptChoice): PromptChoice {
  if (!isRecord(stored)) return initial;
  const { count } = stored;
  return {
    source: SOURCES.find((each) => each === stored.source) ?? initial.source,
    count: isCount(count) && count > 0 ? count : initial.count,
  };
}

function bySection<T>(read: (section: Section) => T): Record<Section, T> {
  return Object.fromEntries(SECTIONS.map((section) => [section, read(section)])) as Record<Section, T>;
}

function readTyped<T>(stored: unknown, initial: T): string | T {
  return typeof stored === 'string' && isKept(stored) ? stored : initial;
}

const isKept = (text: string): boolean => text.length <= MAX_CHARACTERS;
