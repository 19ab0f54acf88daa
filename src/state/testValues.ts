/** Values that several tests of the store start from. */
import type { SteeringVector } from '../core/steering/types.ts';
import type { LaneResult, ModelInfo } from '../protocol/model.ts';
import {
  INITIAL_PRESETS,
  type PresetsState,
  withShipped,
  withShippedVector,
} from './playground/builtPresets.ts';
import { FIRST_CARD, type SteeringCard } from './playground/card.ts';
import type { LaneToken, Verdict } from './playground/lane.ts';
import type { Preset } from './playground/presets.ts';
import type { Question } from './playground/runs.ts';
import { INITIAL_SETTINGS } from './playground/settings.ts';
import { INITIAL_STEERING } from './playground/steering.ts';

export const MODEL_INFO: ModelInfo = {
  id: 'embedded',
  revision: null,
  numLayers: 3,
  hiddenSize: 2,
  vocabSize: 10,
  contextLength: 100,
  backend: 'wasm',
  threads: 2,
  dtype: 'q4',
  topology: 'fused',
  prefillChunk: 256,
  sizeBytes: 118_000_000,
  hasChatTemplate: true,
  tokenizerSha256: null,
  filesSha256: null,
  selfTest: { passed: true, chunkDifference: null, goldenDifference: null, durationMs: 1, notices: [] },
};

/** Three layers of two numbers; layer 1 points along the second axis and separates best. */
export const VECTOR: SteeringVector = {
  name: 'french',
  modelId: 'embedded',
  method: 'meanDifference',
  numLayers: 3,
  hiddenSize: 2,
  direction: Float32Array.of(1, 0, 0, 1, 0.6, 0.8),
  meanDifferenceNorm: Float32Array.of(1, 2, 3),
  projectionPositive: Float32Array.of(1, 10, 3),
  projectionNegative: Float32Array.of(0, -2, 1),
  pairConsistency: Float32Array.of(1, 1, 1),
  separation: Float32Array.of(0.5, 4, -1),
};

export const PRESET: Preset = {
  source: 'preset',
  id: 'french',
  title: 'Answer in French',
  family: 'Language',
  words: 'Answer in French.',
  setting: { layer: 1, operator: 'setProjection', strength: 1 },
  modelId: 'embedded',
  check: { instructionId: 'language:response_language', kwargs: { language: 'fr' } },
  works: 'clearly',
  counts: { prompts: 10, plain: 0, words: 9, steered: 10, degenerate: 0 },
  cost: { perplexityRatio: 3.81, repetition: { plain: 0.01, steered: 0.02 } },
  notes: null,
  origin: {},
  pairs: 40,
};

export const CARD: SteeringCard = { ...FIRST_CARD, chosenId: 'french', layer: 1 };

/** The list with one preset, its vector read. */
export const PRESETS: PresetsState = withShippedVector(
  withShipped(INITIAL_PRESETS, [PRESET]),
  PRESET.id,
  VECTOR,
);

export const QUESTION: Question = {
  prompt: 'Why?',
  systemPrompt: '',
  sampling: INITIAL_SETTINGS.sampling,
  checks: PRESET.check ? [PRESET.check] : [],
  steering: { ...INITIAL_STEERING, cards: [CARD] },
  title: PRESET.title,
  words: PRESET.words,
  kept: [],
  modelId: 'embedded',
};

/** Of a complete text under one check. */
export const PASS: Verdict = {
  word: 'pass',
  isFinal: true,
  reason: '',
  strict: true,
  loose: true,
  range: null,
  parts: [],
};

export function tokens(...texts: string[]): LaneToken[] {
  return texts.map((text) => ({ text, projection: null, logProb: null }));
}

export function laneResult(text: string, finishReason: LaneResult['finishReason'] = 'stop'): LaneResult {
  const tokenIds = text.split(' ').map((_, index) => index);
  return { text, tokenIds, finishReason, promptTokens: 5, durationMs: 100, tokensPerSecond: 40 };
}
