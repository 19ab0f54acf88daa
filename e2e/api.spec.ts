/** `globalThis.tiller` with the embedded model on WebAssembly, against the golden numbers from PyTorch. */

import { readFileSync } from 'node:fs';
import { certainTokens, embeddedGolden, largestDifference, norm } from '../scripts/lib/goldenFiles.ts';
import { readSteeringVector } from '../src/core/files/safetensors.ts';
import { cosine } from '../src/core/steering/direction.ts';
import { interventionsOf } from '../src/core/steering/setting.ts';
import { type Chat, chat, failure, generateAll, type LoadReport, loadModel } from './lib/api.ts';
import { firstRecordedRun, publicFile } from './lib/publicFiles.ts';
import { expect, test } from './lib/test.ts';

const golden = embeddedGolden();
const tolerance = golden.tolerances.wasm.logits;
/** golden.json: residual streams to 2e-3 of the vector's norm, projections to 1e-3 of their size */
const residTolerance = 2e-3;
const projectionTolerance = 1e-3;
const numLayers = 30;
const hiddenSize = 576;
const chats: Chat[] = golden.prompts.map(({ message }) => chat(message));

let report: LoadReport;

test.beforeAll(async ({ modelPage }) => {
  test.setTimeout(300_000);
  report = await loadModel(modelPage, 'embedded', { backend: 'wasm' });
});

test('loads the embedded model, reports progress and passes its self-test', () => {
  const { info, stages } = report;
  expect(info).toMatchObject({ numLayers, hiddenSize, vocabSize: 49152, backend: 'wasm', dtype: 'q4' });
  expect(info.prefillChunk).toBeGreaterThanOrEqual(256);
  expect(info.selfTest.passed).toBe(true);
  expect(info.selfTest.goldenDifference).toBeLessThanOrEqual(tolerance);
  for (const stage of ['download', 'patch', 'lower', 'compile', 'self-test']) expect(stages).toContain(stage);
});

test('tokenizes a chat with the model’s own template', async ({ modelPage }) => {
  const ids = await modelPage.evaluate(
    (prompts) => Promise.all(prompts.map((prompt) => tiller.tokenize(prompt))),
    chats,
  );
  expect(ids).toEqual(golden.prompts.map(({ inputIds }) => inputIds));
});

test('gives the golden logits', async ({ modelPage }) => {
  for (const [index, prompt] of golden.prompts.entries()) {
    const logits = await modelPage.evaluate(
      async (chat) => Array.from(await tiller.logits(chat)),
      chats[index]!,
    );
    expect(logits.length).toBe(49152);
    expect(largestDifference(logits.slice(0, 64), prompt.logitsFirst64)).toBeLessThanOrEqual(tolerance);
    const best = logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);
    expect(best).toBe(prompt.argmax);
    expect(Math.abs(logits[best]! - prompt.maxLogit)).toBeLessThanOrEqual(tolerance);
  }
});

test('captures the golden residual stream of prompts of different length in one call', async ({
  modelPage,
}) => {
  const { shape, data } = await modelPage.evaluate(async (prompts) => {
    const { shape, data } = await tiller.capture(prompts);
    return { shape, data: Array.from(data) };
  }, chats);
  expect(shape).toEqual([chats.length, numLayers, hiddenSize]);
  const row = (prompt: number, layer: number) => {
    const start = (prompt * numLayers + layer) * hiddenSize;
    return data.slice(start, start + hiddenSize);
  };
  for (const [index, { residPost, residPostNorm }] of golden.prompts.entries()) {
    for (const [layer, length] of residPostNorm.entries()) {
      expect(Math.abs(norm(row(index, layer)) - length)).toBeLessThanOrEqual(residTolerance * length);
    }
    for (const [layer, expected] of Object.entries(residPost)) {
      const difference = largestDifference(row(index, Number(layer)), expected);
      expect(difference).toBeLessThanOrEqual(residTolerance * norm(expected));
    }
  }
});

test('scores a completion with the golden log-probabilities', async ({ modelPage }) => {
  for (const [index, { completion }] of golden.prompts.entries()) {
    const { logProbs, perplexity } = await modelPage.evaluate(
      async ([prompt, text]) => {
        const { logProbs, perplexity } = await tiller.score(prompt, text);
        return { logProbs: Array.from(logProbs), perplexity };
      },
      [chats[index]!, completion.text] as const,
    );
    expect(largestDifference(logProbs, completion.logProbs)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(perplexity / completion.perplexity - 1)).toBeLessThanOrEqual(tolerance);
  }
});

test('writes the golden greedy text, plain and with a repetition penalty, all lanes in one batch', async ({
  modelPage,
}) => {
  const expected = golden.prompts.flatMap((prompt) => [
    prompt.greedy32,
    prompt['greedy32RepetitionPenalty1.15'],
  ]);
  const lanes = chats.flatMap((prompt) => [
    { prompt, maxNewTokens: 32 },
    { prompt, maxNewTokens: 32, repetitionPenalty: 1.15 },
  ]);
  const { results } = await generateAll(modelPage, lanes);
  for (const [index, greedy] of expected.entries()) {
    const certain = certainTokens(greedy, tolerance);
    expect(results[index]!.tokenIds.slice(0, certain.length)).toEqual(certain);
    if (certain.length === greedy.tokenIds.length) expect(results[index]!.text).toBe(greedy.text);
  }
});

for (const [name, { pairs, ...expected }] of Object.entries(golden.vectors)) {
  test(`fits the golden directions and projections of ${name} from contrast pairs`, async ({ modelPage }) => {
    test.setTimeout(300_000);
    const vector = await modelPage.evaluate(
      async ({ pairs, name }) => {
        const vector = await tiller.fitVector(pairs, { name });
        return {
          ...vector,
          direction: Array.from(vector.direction),
          meanDifferenceNorm: Array.from(vector.meanDifferenceNorm),
          projectionPositive: Array.from(vector.projectionPositive),
          projectionNegative: Array.from(vector.projectionNegative),
          pairConsistency: Array.from(vector.pairConsistency),
        };
      },
      {
        name,
        pairs: pairs.map(({ positive, negative }) => ({
          positive: chat(positive),
          negative: chat(negative),
        })),
      },
    );
    expect(vector).toMatchObject({ name, numLayers, hiddenSize });
    for (const [layer, length] of expected.meanDifferenceNorm.entries()) {
      // Projections are differences of large numbers, so their scale is the gap between both sides.
      const bound =
        projectionTolerance *
        Math.max(
          length,
          Math.abs(expected.projectionPositive[layer]!),
          Math.abs(expected.projectionNegative[layer]!),
        );
      expect(Math.abs(vector.meanDifferenceNorm[layer]! - length)).toBeLessThanOrEqual(
        projectionTolerance * length,
      );
      expect(
        Math.abs(vector.projectionPositive[layer]! - expected.projectionPositive[layer]!),
      ).toBeLessThanOrEqual(bound);
      expect(
        Math.abs(vector.projectionNegative[layer]! - expected.projectionNegative[layer]!),
      ).toBeLessThanOrEqual(bound);
      expect(norm(vector.direction.slice(layer * hiddenSize, (layer + 1) * hiddenSize))).toBeCloseTo(1, 4);
      expect(vector.pairConsistency[layer]!).toBeGreaterThan(0);
      expect(vector.pairConsistency[layer]!).toBeLessThanOrEqual(1.0001);
    }
    for (const [layer, direction] of Object.entries(expected.direction)) {
      const start = Number(layer) * hiddenSize;
      const actual = vector.direction.slice(start, start + hiddenSize);
      expect(largestDifference(actual, direction)).toBeLessThanOrEqual(projectionTolerance);
      expect(cosine(actual, direction)).toBeGreaterThanOrEqual(0.9999);
    }
  });
}

test('writes the golden steered text, nine steerings in one batch', async ({ modelPage }) => {
  const cases = Object.values(golden.vectors).flatMap(({ direction, steered }) =>
    steered.map((steering) => ({ ...steering, direction: direction[steering.layer]! })),
  );
  const { results } = await generateAll(
    modelPage,
    cases.map(({ prompt, layer, direction, operator, value }) => ({
      prompt: chats[prompt]!,
      maxNewTokens: 32,
      interventions: [{ layer, direction, operator, value }],
    })),
  );
  for (const [index, { greedy32, name }] of cases.entries()) {
    const certain = certainTokens(greedy32, tolerance);
    expect([name, results[index]!.tokenIds.slice(0, certain.length)]).toEqual([name, certain]);
  }
});

test('moves the projection at the steered layer to the target, and leaves layers below as they were', async ({
  modelPage,
}) => {
  const direction = golden.vectors.french!.direction['16']!;
  const target = 12.5;
  const [plain, steered] = await modelPage.evaluate(
    async ([prompt, direction, value]) => {
      const steer = { layer: 16, direction, operator: 'setProjection' as const, value };
      const before = await tiller.capture([prompt]);
      const after = await tiller.capture([prompt], { interventions: [steer] });
      return [Array.from(before.data), Array.from(after.data)];
    },
    [chats[0]!, direction, target] as const,
  );
  const at = (data: number[], layer: number) => data.slice(layer * hiddenSize, (layer + 1) * hiddenSize);
  const projection = at(steered!, 16).reduce((sum, h, i) => sum + h * direction[i]!, 0);
  // float32 sum over hiddenSize terms of size up to the stream's norm
  expect(Math.abs(projection - target)).toBeLessThanOrEqual(
    1e-5 * norm(at(steered!, 16)) * Math.sqrt(hiddenSize),
  );
  expect(largestDifference(at(steered!, 15), at(plain!, 15))).toBeLessThanOrEqual(1e-3);
  expect(largestDifference(at(steered!, 29), at(plain!, 29))).toBeGreaterThan(1);
});

test('shows projections at every position, prompt and generated', async ({ modelPage }) => {
  const direction = golden.vectors.french!.direction['16']!;
  const { tokens, values, last, ids } = await modelPage.evaluate(
    async ([prompt, direction]) => {
      const { tokens, values } = await tiller.projections(prompt, [{ layer: 16, direction }]);
      const { data } = await tiller.capture([prompt]);
      const start = 16 * direction.length;
      const last = direction.reduce((sum, u, i) => sum + u * data[start + i]!, 0);
      return {
        tokens,
        values: values.map((row) => Array.from(row)),
        last,
        ids: await tiller.tokenize(prompt),
      };
    },
    [chats[0]!, direction] as const,
  );
  expect(tokens.length).toBe(ids.length);
  expect(values.map((row) => row.length)).toEqual([ids.length]);
  expect(Math.abs(values[0]!.at(-1)! - last)).toBeLessThanOrEqual(0.01);
});

test('streams the tokens of both lanes interleaved, each lane’s pieces making up its text', async ({
  modelPage,
}) => {
  const prompt = chats[1]!;
  const { results, events } = await generateAll(modelPage, [
    { prompt, maxNewTokens: 8 },
    { prompt, maxNewTokens: 8, repetitionPenalty: 1.15 },
  ]);
  expect(events.map(({ lane }) => lane)).toEqual(Array.from({ length: 16 }, (_, step) => step % 2));
  for (const [lane, result] of results.entries()) {
    const own = events.filter((event) => event.lane === lane);
    expect(own.map(({ id }) => id)).toEqual(result.tokenIds);
    expect(own.map(({ text }) => text).join('')).toBe(result.text);
    expect(own.every(({ logProb }) => logProb <= 0)).toBe(true);
    expect(result).toMatchObject({
      finishReason: 'length',
      promptTokens: golden.prompts[1]!.inputIds.length,
    });
  }
});

test('ends at a stop string, and repeats a sampled text under the same seed', async ({ modelPage }) => {
  const { results } = await generateAll(modelPage, [
    { prompt: chats[0]!, maxNewTokens: 32, stop: ['\n2.'] },
    { prompt: chats[1]!, maxNewTokens: 12, temperature: 1, topK: 50, topP: 0.95, seed: 7 },
    { prompt: chats[1]!, maxNewTokens: 12, temperature: 1, topK: 50, topP: 0.95, seed: 7 },
    { prompt: chats[1]!, maxNewTokens: 12, temperature: 1, topK: 50, topP: 0.95, seed: 8 },
  ]);
  expect(results[0]).toMatchObject({ text: '1. Bananas', finishReason: 'stop' });
  expect(results[1]!.text).toBe(results[2]!.text);
  expect(results[1]!.text).not.toBe(results[3]!.text);
});

test('aborts between two tokens and can be used again at once', async ({ modelPage }) => {
  const aborted = await modelPage.evaluate(async (prompt) => {
    const controller = new AbortController();
    let count = 0;
    const [result] = await tiller.generate([{ prompt, maxNewTokens: 200 }], {
      signal: controller.signal,
      onToken: () => {
        count += 1;
        if (count === 3) controller.abort();
      },
    });
    return result!;
  }, chats[1]!);
  expect(aborted.finishReason).toBe('aborted');
  expect(aborted.tokenIds.length).toBeLessThan(20);
  expect(golden.prompts[1]!.greedy32.tokenIds.slice(0, aborted.tokenIds.length)).toEqual(
    aborted.tokenIds.slice(0, 32),
  );
  const { results } = await generateAll(modelPage, [{ prompt: chats[0]!, maxNewTokens: 4 }]);
  expect(results[0]!.tokenIds).toEqual(golden.prompts[0]!.greedy32.tokenIds.slice(0, 4));
});

test('refuses bad arguments with a code and a remedy, and stays usable', async ({ modelPage }) => {
  const direction = golden.vectors.french!.direction['16']!;
  const zero = direction.map(() => 0);
  const steer = (layer: number, direction: number[]) => [
    { layer, direction, operator: 'add' as const, value: 1 },
  ];
  const cases: [string, object][] = [
    ['layer_out_of_range', { prompt: chats[0], interventions: steer(30, direction) }],
    ['layer_out_of_range', { prompt: chats[0], interventions: steer(-1, direction) }],
    ['shape_mismatch', { prompt: chats[0], interventions: steer(16, direction.slice(1)) }],
    ['direction_invalid', { prompt: chats[0], interventions: steer(16, zero) }],
    [
      'direction_invalid',
      { prompt: chats[0], interventions: steer(16, [Number.NaN, ...direction.slice(1)]) },
    ],
    ['prompt_empty', { prompt: '' }],
    ['prompt_empty', { prompt: [] }],
    ['prompt_too_long', { prompt: 'word '.repeat(9000) }],
  ];
  for (const [code, lane] of cases) {
    const error = await failure(modelPage, 'generate', [lane]);
    expect(error).toMatchObject({ name: 'TillerError', code });
    expect(error.message.length).toBeGreaterThan(20);
  }
  expect((await failure(modelPage, 'generate', [cases[0]![1]])).message).toMatch(/30.*0 to 29/);
  const { results } = await generateAll(modelPage, [{ prompt: chats[0]!, maxNewTokens: 2 }]);
  expect(results[0]!.tokenIds).toEqual(golden.prompts[0]!.greedy32.tokenIds.slice(0, 2));
});

test('checks a text against an instruction, strictly and loosely', async ({ modelPage }) => {
  const verdicts = await modelPage.evaluate(() => [
    tiller.check('punctuation:no_comma', {}, 'No comma here.'),
    tiller.check('punctuation:no_comma', {}, 'One, two.'),
  ]);
  expect(verdicts).toMatchObject([
    { strict: true, loose: true },
    { strict: false, loose: false },
  ]);
});

test('writes the first eight tokens of the recording that the page opens with', async ({ modelPage }) => {
  const { presetId, setting, prompt, unsteered, steered } = firstRecordedRun();
  const vector = readSteeringVector(readFileSync(publicFile(`presets/${presetId}.safetensors`)));
  const lane = { prompt: chat(prompt), maxNewTokens: 8, repetitionPenalty: 1.15 };
  const interventions = interventionsOf([{ vector, setting }]).map((each) => ({
    ...each,
    direction: Array.from(each.direction),
  }));
  const { results } = await generateAll(modelPage, [lane, { ...lane, interventions }]);
  const recorded = [unsteered, steered].map(({ tokens }) => tokens.slice(0, 8).map(({ id }) => id));
  expect(results.map(({ tokenIds }) => tokenIds)).toEqual(recorded);
});
