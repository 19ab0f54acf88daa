/** What the Evaluate place is set to: vectors put to use, prompts, answers. One draft for all sections. */
import type { EvaluationPrompt } from '../../core/evaluate/conditions.ts';
import { BASE_PROMPTS } from '../../core/pairs/basePrompts.ts';
import { findInstruction } from '../../core/pairs/instructions.ts';
import type { SteeringSetting } from '../../core/steering/setting.ts';
import type { JobKind } from '../../lab/jobs.ts';
import { t } from '../../text/text.ts';
import type { PresetCheck } from '../playground/presets.ts';
import type { Range } from '../playground/settings.ts';
import type { Steerable } from '../playground/steerable.ts';

export const SECTIONS = ['layer', 'strength', 'conditions', 'compose', 'exclude'] as const;

export type Section = (typeof SECTIONS)[number];

/** What a section starts and shows. */
export const SECTION_KINDS: Record<Section, readonly JobKind[]> = {
  layer: ['layerSearch', 'fastLayerSearch'],
  strength: ['strengthSweep'],
  conditions: ['evaluation'],
  compose: ['compositionGrid'],
  exclude: ['exclusion'],
};

/** Where a job's result is shown; null for work that is started elsewhere. */
export function sectionOf(kind: JobKind): Section | null {
  // quality questions stand under the evaluation that they are about
  if (kind === 'quality') return 'conditions';
  return SECTIONS.find((section) => SECTION_KINDS[section].includes(kind)) ?? null;
}

export type PromptSource = 'validation' | 'test' | 'own' | 'file';

export interface PromptChoice {
  source: PromptSource;
  /** how many of a built-in set or a file, from its beginning */
  count: number;
}

export interface PromptFile {
  name: string;
  prompts: readonly EvaluationPrompt[];
  /** lines that are no prompts, in words */
  problems: readonly string[];
}

/** A vector put to use, as far as it is chosen. */
export interface AppliedDraft {
  /** of a preset or a saved vector; null: none is chosen yet */
  id: string | null;
  setting: SteeringSetting;
  /** null: none */
  check: PresetCheck | null;
  /** the strengths that a grid tries, as typed */
  strengths: string;
}

export interface EvaluateState {
  section: Section;
  /** one at least; the first is what a search, a sweep and the rows of a grid are about */
  vectors: readonly AppliedDraft[];
  prompts: Readonly<Record<Section, PromptChoice>>;
  /** one prompt a line */
  ownPrompts: string;
  file: PromptFile | null;
  maxNewTokens: number;
  isFast: boolean;
  /** strengths of a sweep, as typed */
  strengths: string;
  /** the instruction in words, one phrasing a line; null: as the vectors know it */
  words: string | null;
  /** the job whose result a section shows; null: its newest */
  shown: Readonly<Record<Section, string | null>>;
  /** why the last Start did not start, in words */
  problem: string | null;
}

const NO_SETTING: SteeringSetting = { layer: 0, operator: 'setProjection', strength: 1 };

export const EMPTY_VECTOR: AppliedDraft = {
  id: null,
  setting: NO_SETTING,
  check: null,
  strengths: 'off, 0.5, 1, 1.5',
};

export const INITIAL_EVALUATE: EvaluateState = {
  section: 'layer',
  vectors: [EMPTY_VECTOR],
  prompts: {
    // as few as a laptop answers while one waits; the test set is for what is reported
    layer: { source: 'validation', count: 8 },
    strength: { source: 'validation', count: 8 },
    conditions: { source: 'test', count: 10 },
    compose: { source: 'validation', count: 4 },
    exclude: { source: 'test', count: 10 },
  },
  ownPrompts: '',
  file: null,
  maxNewTokens: 64,
  isFast: true,
  strengths: '-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3',
  words: null,
  shown: { layer: null, strength: null, conditions: null, compose: null, exclude: null },
  problem: null,
};

export const MAX_NEW_TOKENS_RANGE: Range = { min: 8, max: 512, step: 1 };
export const EVALUATE_STRENGTH_RANGE: Range = { min: -5, max: 10, step: 0.05 };
/** More vectors than that act on one text beyond what can be told apart. */
export const MAX_VECTORS = 4;
const MAX_STRENGTHS = 15;
/** A vector that is left out, as it is typed in English and in German; what is typed is kept over a change of language. */
const OFF_WORDS = ['off', 'aus'];

/** How many vectors a section is about: compose and exclude take exactly two, four conditions any number. */
export function vectorsOf({ section, vectors }: EvaluateState): readonly AppliedDraft[] {
  if (section === 'conditions') return vectors;
  const takesTwo = section === 'compose' || section === 'exclude';
  return takesTwo ? [...vectors, EMPTY_VECTOR].slice(0, 2) : vectors.slice(0, 1);
}

/** A vector chosen in place `index`, with what is known to work best for it. */
export function withVector(evaluate: EvaluateState, index: number, chosen: Steerable): EvaluateState {
  const setting = chosen.setting ?? NO_SETTING;
  const changed = withVectorChange(evaluate, index, { id: chosen.id, setting, check: chosen.check });
  // words that were typed were about the vector that stood here before
  const isReplaced = (evaluate.vectors[index]?.id ?? null) !== null;
  return isReplaced ? { ...changed, words: null } : changed;
}

/** Places up to `index` are filled with empty ones. */
export function withVectorChange(
  evaluate: EvaluateState,
  index: number,
  change: Partial<AppliedDraft>,
): EvaluateState {
  const vectors = [...evaluate.vectors];
  while (vectors.length <= index) vectors.push(EMPTY_VECTOR);
  vectors[index] = { ...vectors[index]!, ...change };
  return { ...evaluate, vectors };
}

export function withVectorAdded(evaluate: EvaluateState): EvaluateState {
  if (evaluate.vectors.length >= MAX_VECTORS) return evaluate;
  return { ...evaluate, vectors: [...evaluate.vectors, EMPTY_VECTOR] };
}

/** The last one stays. */
export function withVectorRemoved(evaluate: EvaluateState, index: number): EvaluateState {
  if (evaluate.vectors.length < 2) return evaluate;
  return { ...evaluate, vectors: evaluate.vectors.toSpliced(index, 1), words: null };
}

export function withPrompts(evaluate: EvaluateState, change: Partial<PromptChoice>): EvaluateState {
  const { section, prompts } = evaluate;
  return { ...evaluate, prompts: { ...prompts, [section]: { ...prompts[section], ...change } } };
}

/** The prompts that a section is set to. */
export function chosenPrompts({ section, prompts, ownPrompts, file }: EvaluateState): EvaluationPrompt[] {
  const { source, count } = prompts[section];
  switch (source) {
    case 'validation':
    case 'test':
      return BASE_PROMPTS[source].slice(0, count).map((text) => ({ text }));
    case 'own':
      return ownPrompts
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((text) => ({ text }));
    case 'file':
      return (file?.prompts ?? []).slice(0, count);
  }
}

/** How many prompts a source has; null where they are counted by what is typed. */
export function promptCount({ file }: EvaluateState, source: PromptSource): number | null {
  if (source === 'own') return null;
  return source === 'file' ? (file?.prompts.length ?? 0) : BASE_PROMPTS[source].length;
}

/**
 * The instruction of all vectors together in words, phrasings taking turns. A vector without words gives none.
 * @param steerables of the vectors, in order
 */
export function phrasingsOf(steerables: readonly (Steerable | null)[]): string[] {
  const lists = steerables.map((steerable) => {
    if (!steerable) return [];
    const known = findInstruction(steerable.id)?.phrasings;
    return known ? [...known] : steerable.words === null ? [] : [steerable.words];
  });
  const said = lists.filter((list) => list.length > 0);
  const turns = Math.max(0, ...said.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) => said.map((list) => list[turn % list.length]!).join(' '));
}

/** Typed strengths: numbers between commas; `off` where it is allowed. Null: not a list of them. */
export function parseStrengths(text: string, allowsOff = false): (number | null)[] | null {
  const parts = text.split(',').map((part) => part.trim().replace('−', '-'));
  if (parts.length > MAX_STRENGTHS) return null;
  const values = parts.map((part) => {
    if (allowsOff && OFF_WORDS.includes(part.toLowerCase())) return null;
    const value = part === '' ? Number.NaN : Number(part);
    const { min, max } = EVALUATE_STRENGTH_RANGE;
    return value >= min && value <= max ? value : Number.NaN;
  });
  if (values.some((value) => Number.isNaN(value)) || new Set(values).size < values.length) return null;
  // "off" first, then upwards
  return values.toSorted((a, b) => (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY));
}

/** What is wrong with a list of strengths, in words. */
export function strengthsProblem(allowsOff = false): string {
  const { min, max } = EVALUATE_STRENGTH_RANGE;
  return t(allowsOff ? 'evaluate.strengthsProblemOff' : 'evaluate.strengthsProblem', {
    most: MAX_STRENGTHS,
    min,
    max,
  });
}
