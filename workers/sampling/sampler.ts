/** Picks the next token from the logits of one position, by the rules that Hugging Face's `generate` applies. */
import { TillerError } from '../../src/core/errors.ts';
import { kthLargest } from './kthLargest.ts';

export { seededRandom } from './random.ts';

export interface SamplerSettings {
  /** 0: greedy */
  temperature: number;
  /** number of tokens to choose from; 0: all */
  topK: number;
  /** share of the probability to choose from; 1: all */
  topP: number;
  /** 1: none; above 1 makes every token that the prompt or the answer holds less likely */
  repetitionPenalty: number;
}

/** Work space, grown to the vocabulary and used again: one token is sampled at a time, and none of it is kept. */
let scores = new Float32Array(0);
let ordered = new Float32Array(0);
let weights = new Float64Array(0);

/** @throws TillerError `bad_request` */
export function checkSettings(settings: SamplerSettings): void {
  const { temperature, topK, topP, repetitionPenalty } = settings;
  const refuse = (name: string, expected: string, found: number) => {
    throw new TillerError(
      'bad_request',
      `expected ${name} to be ${expected}, found ${found}. Change or omit it.`,
      {
        name,
        expected,
        found,
      },
    );
  };
  if (!(temperature >= 0 && temperature < Infinity)) refuse('temperature', 'a number from 0', temperature);
  if (!(Number.isInteger(topK) && topK >= 0)) refuse('topK', 'a whole number from 0', topK);
  if (!(topP >= 0 && topP <= 1)) refuse('topP', 'a number from 0 to 1', topP);
  if (!(repetitionPenalty > 0 && repetitionPenalty < Infinity)) {
    refuse('repetitionPenalty', 'a number above 0', repetitionPenalty);
  }
}

/**
 * Order of the rules: repetition penalty, temperature, top-k (ties at the limit stay), top-p.
 * @param logits [vocabSize]; not changed
 * @param settings as `checkSettings` accepts them
 * @param history ids of prompt and answer so far, all below vocabSize; how often each comes makes no difference
 * @param random draws from [0, 1); not called when greedy
 * @returns the token, and its natural log-probability under the logits as they are
 * @throws TillerError `logits_not_finite`
 */
export function sampleToken(
  logits: Float32Array,
  settings: SamplerSettings,
  history: Iterable<number>,
  random: () => number,
): { id: number; logProb: number } {
  const logSum = logSumExp(logits);
  const penalised = penalise(logits, settings.repetitionPenalty, history);
  const id = settings.temperature === 0 ? indexOfMax(penalised) : draw(penalised, settings, random);
  return { id, logProb: logits[id]! - logSum };
}

/** In float64, as a sum over a vocabulary of float32 terms would lose the small ones. */
function logSumExp(logits: Float32Array): number {
  let max = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > max) max = logits[id]!;
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - max);
  if (Number.isFinite(sum)) return max + Math.log(sum);
  const id = logits.findIndex((logit) => Number.isNaN(logit) || logit === Infinity);
  throw new TillerError(
    'logits_not_finite',
    `expected finite logits, found ${logits[Math.max(id, 0)]} for token ${Math.max(id, 0)}. ` +
      'Lower the strength of the steering; where it is off, choose another dtype or backend.',
    { id: Math.max(id, 0), found: String(logits[Math.max(id, 0)]) },
  );
}

/**
 * Divides positive logits of used tokens and multiplies negative ones, each token once however often it was used.
 * Source: Keskar et al., "CTRL" (2019), in the form of Hugging Face's RepetitionPenaltyLogitsProcessor
 */
function penalise(logits: Float32Array, penalty: number, history: Iterable<number>): Float32Array {
  if (penalty === 1) return logits;
  if (scores.length !== logits.length) scores = new Float32Array(logits.length);
  scores.set(logits);
  for (const id of history) {
    // Starts from the logit, so that a second time gives the same.
    scores[id] = penalisedLogit(logits[id]!, penalty);
  }
  return scores;
}

/** In float32, as scores are kept. */
export function penalisedLogit(logit: number, penalty: number): number {
  return Math.fround(logit > 0 ? logit / penalty : logit * penalty);
}

/** Ties go to the lowest index. */
function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let id = 1; id < values.length; id++) if (values[id]! > values[best]!) best = id;
  return best;
}

function draw(penalised: Float32Array, settings: SamplerSettings, random: () => number): number {
  const { temperature, topK, topP } = settings;
  const size = penalised.length;
  const least = topK > 0 && topK < size ? kthLargest(copy(penalised), topK) : -Infinity;
  const max = penalised[indexOfMax(penalised)]!;
  if (weights.length !== size) weights = new Float64Array(size);
  let total = 0;
  for (let id = 0; id < size; id++) {
    const weight = penalised[id]! >= least ? Math.exp((penalised[id]! - max) / temperature) : 0;
    weights[id] = weight;
    total += weight;
  }
  return topP < 1 ? drawNucleus(total, topP, random()) : drawAny(total * random());
}

/** @param at from 0 to the sum of all weights */
function drawAny(at: number): number {
  let last = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id]!;
    if (weight === 0) continue;
    last = id;
    at -= weight;
    if (at < 0) return id;
  }
  return last;
}

/**
 * Draws from the fewest likeliest tokens that hold `topP` of the weight together, at least one.
 * Source: Holtzman et al., "The Curious Case of Neural Text Degeneration" (2020)
 */
function drawNucleus(total: number, topP: number, uniform: number): number {
  // Tokens lighter than this hold less than 1 - topP even all together, so they need no sorting. The likeliest weighs 1.
  const least = Math.min(1, (total * (1 - topP)) / weights.length);
  const candidates: number[] = [];
  for (let id = 0; id < weights.length; id++)
    if (weights[id]! >= least && weights[id]! > 0) candidates.push(id);
  candidates.sort((a, b) => weights[b]! - weights[a]! || a - b);
  let held = 0;
  let count = 0;
  do held += weights[candidates[count++]!]!;
  while (held < topP * total && count < candidates.length);
  let at = held * uniform;
  for (let index = 0; index < count; index++) {
    at -= weights[candidates[index]!]!;
    if (at < 0) return candidates[index]!;
  }
  return candidates[count - 1]!;
}

function copy(values: Float32Array): Float32Array {
  if (ordered.length !== values.length) ordered = new Float32Array(values.length);
  ordered.set(values);
  return ordered;
}
