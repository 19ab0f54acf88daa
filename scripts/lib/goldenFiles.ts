/** Reads the golden numbers of the embedded model and of the tiny fixtures (formats: README.md beside each). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './setup.mjs';

export interface GoldenGreedy {
  tokenIds: number[];
  text: string;
  /** smallest gap between the best and the second logit */
  smallestMargin: number;
  /** the step at which it occurs */
  marginAt: number;
}

export interface GoldenSteered {
  name: string;
  layer: number;
  operator: 'add' | 'setProjection' | 'ablate';
  /** coefficient, or target projection */
  value: number;
  /** index of the prompt */
  prompt: number;
  greedy32: GoldenGreedy;
}

export interface EmbeddedGolden {
  tolerances: Record<'wasm' | 'webgpu', { logits: number }>;
  prompts: {
    message: string;
    inputIds: number[];
    /** [64], at the last position */
    logitsFirst64: number[];
    argmax: number;
    maxLogit: number;
    /** layer -> [hiddenSize], at the last position */
    residPost: Record<string, number[]>;
    /** [numLayers] */
    residPostNorm: number[];
    greedy32: GoldenGreedy;
    'greedy32RepetitionPenalty1.15': GoldenGreedy;
    completion: { text: string; tokenIds: number[]; logProbs: number[]; perplexity: number };
  }[];
  vectors: Record<
    string,
    {
      pairs: { positive: string; negative: string }[];
      /** [numLayers] each */
      meanDifferenceNorm: number[];
      projectionPositive: number[];
      projectionNegative: number[];
      /** layer -> [hiddenSize], length 1 */
      direction: Record<string, number[]>;
      steered: GoldenSteered[];
    }
  >;
}

export interface FixtureRun {
  /** index of the prompt */
  prompt: number;
  /** name of the steering; null: none */
  steering: string | null;
  /** [numLayers][hiddenSize], at the prompt's last token */
  residPost: number[][];
  /** the first 32, at the prompt's last token */
  logits: number[];
  argmax: number;
  maxLogit: number;
  greedy: number[];
  greedyMargin: number;
}

export interface FixtureGolden {
  model: string;
  numLayers: number;
  hiddenSize: number;
  vocabSize: number;
  /** [hiddenSize], length 1 */
  direction: number[];
  prompts: { text: string; inputIds: number[] }[];
  /** h' = h + u (a - b (u.h)) */
  steerings: { name: string; layer: number; a: number; b: 0 | 1 }[];
  files: {
    file: string;
    externalData: string[];
    golden: string;
    form: 'fused' | 'unfused';
    residualType: 'float32' | 'float16';
    /** apart from the cache */
    inputs: string[];
  }[];
  goldens: Record<string, { runs: FixtureRun[] }>;
}

/** What the tests ask of a fixture's config.json. */
interface FixtureConfig {
  hidden_size: number;
  num_attention_heads: number;
  num_key_value_heads: number;
  head_dim?: number;
}

export const embeddedGolden = (): EmbeddedGolden =>
  readJson('models', 'SmolLM2-135M-Instruct', 'golden.json');

export const fixtureGolden = (folder: string): FixtureGolden =>
  readJson('e2e', 'fixtures', 'models', folder, 'golden.json');

export const fixtureConfig = (folder: string): FixtureConfig =>
  readJson('e2e', 'fixtures', 'models', folder, 'config.json');

/**
 * Golden numbers of either format, told apart by the fixtures' list of files.
 * @throws SetupError when the file is no golden file
 */
export function readGoldenFile(path: string): EmbeddedGolden | FixtureGolden {
  const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<EmbeddedGolden & FixtureGolden>;
  if (value.prompts && (value.goldens || value.vectors)) return value as EmbeddedGolden | FixtureGolden;
  throw new SetupError(
    `expected golden numbers (prompts, and goldens or vectors) in ${path}, found something else.`,
  );
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8')) as T;
}

/** @returns largest absolute difference; NaN when the lengths differ or a number is not finite */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  let largest = 0;
  for (let i = 0; i < expected.length; i += 1) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(difference)) return difference;
    largest = Math.max(largest, difference);
  }
  return largest;
}

export const norm = (vector: ArrayLike<number>): number => Math.hypot(...Array.from(vector));

/**
 * The golden tokens that a right implementation must give: all, or, where the choice at the smallest margin could flip
 * within `tolerance`, those before it.
 */
export function certainTokens(
  { tokenIds, smallestMargin, marginAt }: GoldenGreedy,
  tolerance: number,
): number[] {
  return smallestMargin > 10 * tolerance ? tokenIds : tokenIds.slice(0, marginAt);
}
