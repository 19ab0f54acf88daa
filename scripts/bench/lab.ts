/** What the vector lab does with the model all day: capture, the lanes of a layer search, a whole search in fast mode. */

import { alternate, median } from '../../src/benchmark/statistics.ts';
import { BASE_PROMPTS } from '../../src/core/pairs/basePrompts.ts';
import { findInstruction, type Instruction } from '../../src/core/pairs/instructions.ts';
import { asChat, buildPairs } from '../../src/core/pairs/pairs.ts';
import { interventionsOf } from '../../src/core/steering/setting.ts';
import type { SteeringVector } from '../../src/core/steering/types.ts';
import { type Decoding, memoryAnswerStore } from '../../src/lab/answers.ts';
import { fastLayerSearch } from '../../src/lab/fastLayerSearch.ts';
import { labOf } from '../../src/lab/lab.ts';
import type { Lane } from '../../src/protocol/model.ts';
import type { Measurement } from './measurement.ts';
import { idle, type Subject } from './tiller.ts';

const PAIRS = 40;
const VALIDATION_PROMPTS = 8;
const DECODING: Decoding = { maxNewTokens: 64, repetitionPenalty: 1.15, temperature: 0, topP: 1, seed: 0 };
/** Of the 30 layers; more of them only take longer. */
const SEARCHED_LAYERS = [10, 16, 22];
/** Its verdict can become certain before the end of an answer. */
const STOPPING = 'highlights';
/** Its verdict never can: every answer is written to its end, so the search takes as long as one may. */
const WHOLE = 'french';

export async function labMeasurements(subject: Subject): Promise<Measurement[]> {
  return [await capture(subject), await layerSearchLanes(subject), await fastSearch(subject)];
}

/** The two sides of contrast pairs, as a vector is fitted to them. */
async function capture({ engine }: Subject): Promise<Measurement> {
  const prompts = pairsOf(STOPPING).flatMap(({ positive, negative }) => [positive, negative]);
  const lengths = await Promise.all(
    prompts.map(async (prompt) => (await engine.tokenize({ prompt })).length),
  );
  const times = await alternate(
    2,
    {
      alone: () =>
        timed(async () => {
          for (const prompt of prompts) await engine.logits({ prompt, interventions: [] }, idle);
        }),
      capture: () => timed(() => engine.capture({ prompts, interventions: [] }, idle)),
    },
    0,
  );
  const [captureMs, oneByOneMs] = [median(times.capture), median(times.alone)];
  const meanTokens = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return {
    name: `capture of ${prompts.length} prompts of ~${Math.round(meanTokens)} tokens, all layers / prefilled one by one`,
    value: captureMs / oneByOneMs,
    unit: 'ratio',
    bar: { relation: '<=', value: 0.8 },
    parts: { captureMs, oneByOneMs, meanTokens },
  };
}

/** Rates are of whole calls, with the prompts' reading in them. */
async function layerSearchLanes({ engine, tiller }: Subject): Promise<Measurement> {
  const { check } = instructionOf(STOPPING);
  const vector = await tiller.fitVector(pairsOf(STOPPING));
  const lanes = searchLanes(vector);
  const deciding = lanes.map((lane): Lane => ({ ...lane, stopWhenDecided: check! }));
  let tokens: Record<'one' | 'search' | 'early', number> = { one: 0, search: 0, early: 0 };
  const run = async (name: keyof typeof tokens, asked: Lane[]) => {
    const startedAt = performance.now();
    const results = await engine.generate({ lanes: asked }, idle);
    const time = performance.now() - startedAt;
    tokens = { ...tokens, [name]: results.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0) };
    return [time];
  };
  const times = await alternate(
    2,
    {
      one: () => run('one', lanes.slice(0, 1)),
      search: () => run('search', lanes),
      early: () => run('early', deciding),
    },
    0,
  );
  const rate = (count: number, name: keyof typeof tokens) => (1000 * count) / median(times[name]);
  const [oneLane, search] = [rate(tokens.one, 'one'), rate(tokens.search, 'search')];
  return {
    name: `layer search, ${lanes.length} lanes without early stopping / one lane, tokens a second`,
    value: search / oneLane,
    unit: 'ratio',
    bar: { relation: '>=', value: 2 },
    parts: {
      oneLaneTokensPerSecond: oneLane,
      searchTokensPerSecond: search,
      earlyStoppingTokensPerSecond: rate(tokens.early, 'early'),
      // the same verdicts cost so many tokens when every answer is written to its end
      usefulTokensPerSecond: rate(tokens.search, 'early'),
      tokensWithoutEarlyStopping: tokens.search,
      tokensWithEarlyStopping: tokens.early,
    },
  };
}

async function fastSearch({ tiller }: Subject): Promise<Measurement> {
  const { check, phrasings, defaultOperator } = instructionOf(WHOLE);
  const input = {
    vector: await tiller.fitVector(pairsOf(WHOLE)),
    steering: { operator: defaultOperator, strength: 1 },
    check: check!,
    phrasings,
    prompts: BASE_PROMPTS.validation.slice(0, VALIDATION_PROMPTS),
    decoding: DECODING,
  };
  const startedAt = performance.now();
  const { layer, tokens } = await fastLayerSearch(input, labOf(tiller, memoryAnswerStore()));
  return {
    name: `fast layer search, ${input.prompts.length} prompts of ${DECODING.maxNewTokens} tokens`,
    value: performance.now() - startedAt,
    unit: 'ms',
    bar: { relation: '<=', value: 180_000 },
    parts: { generatedTokens: tokens.generated, pickedLayer: layer ?? -1 },
  };
}

function searchLanes(vector: SteeringVector): Lane[] {
  const { maxNewTokens, repetitionPenalty } = DECODING;
  const { defaultOperator } = instructionOf(STOPPING);
  return SEARCHED_LAYERS.flatMap((layer) => {
    const setting = { layer, operator: defaultOperator, strength: 1 };
    const interventions = interventionsOf([{ vector, setting }]);
    return BASE_PROMPTS.validation.slice(0, VALIDATION_PROMPTS).map((text) => ({
      prompt: asChat(text),
      interventions,
      maxNewTokens,
      repetitionPenalty,
    }));
  });
}

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  const startedAt = performance.now();
  await work();
  return [performance.now() - startedAt];
}

function pairsOf(id: string) {
  return buildPairs(instructionOf(id), BASE_PROMPTS.build.slice(0, PAIRS));
}

function instructionOf(id: string): Instruction {
  const instruction = findInstruction(id);
  if (!instruction) throw new Error(`the benchmark needs the instruction "${id}"`);
  return instruction;
}
