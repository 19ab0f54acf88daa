/** How text is sampled and how the page looks: plain values, their ranges and the changes a user can make. */
import type { Language } from '../../text/text.ts';
import { isNumber, isRecord } from './presets.ts';

/** In the order in which they are offered. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Sampling {
  /** tokens */
  maxNewTokens: number;
  /** 0: greedy */
  temperature: number;
  /** 0: all tokens */
  topK: number;
  /** 1: all tokens */
  topP: number;
  /** null: what suits the model, see `defaultRepetitionPenalty` */
  repetitionPenalty: number | null;
  seed: number;
}

export interface Range {
  min: number;
  max: number;
  step: number;
}

export interface SettingsState {
  sampling: Sampling;
  /** what the model is told before the prompt; empty: what its template says by itself */
  systemPrompt: string;
  theme: Theme;
  /** null: the browser's */
  language: Language | null;
  /** the user agreed to load the embedded model on open, on a host other than this machine */
  loadsOnOpen: boolean;
  /** large type and no controls, for an audience */
  isPresenting: boolean;
  /** whether keys of one character are shortcuts; who speaks to the machine, or hits keys by chance, turns them off */
  hasSingleKeys: boolean;
  /** what the Strength slider does is known: it was moved */
  hasMovedStrength: boolean;
}

export const SAMPLING_RANGES: Record<keyof Sampling, Range> = {
  maxNewTokens: { min: 1, max: 1024, step: 1 },
  temperature: { min: 0, max: 2, step: 0.05 },
  topK: { min: 0, max: 1000, step: 1 },
  topP: { min: 0.05, max: 1, step: 0.05 },
  repetitionPenalty: { min: 1, max: 2, step: 0.05 },
  seed: { min: 0, max: 2 ** 31 - 1, step: 1 },
};

export const INITIAL_SETTINGS: SettingsState = {
  sampling: { maxNewTokens: 128, temperature: 0, topK: 0, topP: 1, repetitionPenalty: null, seed: 0 },
  systemPrompt: '',
  theme: 'system',
  language: null,
  loadsOnOpen: false,
  isPresenting: false,
  hasSingleKeys: true,
  hasMovedStrength: false,
};

/** 1.15 on the embedded model, whose late layers loop without one; 1 (none) on all others. */
export function defaultRepetitionPenalty(modelId: string | null): number {
  return modelId === null || isEmbedded(modelId) ? 1.15 : 1;
}

export function isEmbedded(modelId: string): boolean {
  return modelId === 'embedded' || modelId === 'SmolLM2-135M-Instruct';
}

/** The sampling with one value changed; a value outside its range or off a whole-number step changes nothing. */
export function withSampling(sampling: Sampling, key: keyof Sampling, value: number | null): Sampling {
  if (value === null)
    return key === 'repetitionPenalty' ? { ...sampling, repetitionPenalty: null } : sampling;
  return fits(value, SAMPLING_RANGES[key]) ? { ...sampling, [key]: value } : sampling;
}

/** Finite, inside the range, and whole where the step is 1. */
export function fits(value: number, range: Range): boolean {
  if (!Number.isFinite(value) || value < range.min || value > range.max) return false;
  return range.step !== 1 || Number.isInteger(value);
}

/** From storage: a value that is not valid keeps its default. */
export function readSampling(stored: unknown, initial: Sampling): Sampling {
  if (!isRecord(stored)) return initial;
  const read = (key: keyof Sampling) => {
    const value = stored[key];
    return isNumber(value) && fits(value, SAMPLING_RANGES[key]) ? value : undefined;
  };
  return {
    maxNewTokens: read('maxNewTokens') ?? initial.maxNewTokens,
    temperature: read('temperature') ?? initial.temperature,
    topK: read('topK') ?? initial.topK,
    topP: read('topP') ?? initial.topP,
    repetitionPenalty: read('repetitionPenalty') ?? null,
    seed: read('seed') ?? initial.seed,
  };
}
