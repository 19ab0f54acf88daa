import fc from 'fast-check';
import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { floatInput, makeValueInfo } from '../../src/core/onnx/build.ts';
import {
  CANDIDATES,
  CHOICE_INPUTS,
  CHOICES,
  type ChoiceOutput,
  choiceSwitch,
  chooseToken,
} from '../../src/core/onnx/choose.ts';
import { BOOL, FLOAT, graphParts, INT32 } from '../../src/core/onnx/model.ts';
import { join, messageField, stringField, varintField } from '../../src/core/onnx/wire.ts';
import { choiceNeed, pickToken, readChoices } from './choice.ts';
import { type SamplerSettings, sampleToken, seededRandom } from './sampler.ts';

const greedy: SamplerSettings = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1 };

/** A model that is nothing but the choice. */
function choiceModel(vocabSize: number): Uint8Array {
  const { nodes, initializers } = chooseToken('logits', { vocabSize, opset: 14 });
  const inputs = [
    floatInput('logits', ['rows', 1, vocabSize]),
    ...CHOICES.map(({ output }) => makeValueInfo(choiceSwitch(output), BOOL, [])),
    makeValueInfo(CHOICE_INPUTS.used, INT32, ['choice_rows', 'used']),
    floatInput(CHOICE_INPUTS.penalties, ['choice_rows', 1]),
    floatInput(CHOICE_INPUTS.inverseTemperatures, ['choice_rows', 1]),
  ];
  const outputs = CHOICES.map(({ output }) => makeValueInfo(output, FLOAT, null));
  const graph = { nodes, initializers, inputs, outputs, valueInfo: [], rest: [] };
  return join([
    varintField(1, 8),
    messageField(8, [stringField(1, ''), varintField(2, 14)]),
    messageField(7, [stringField(2, 'choice'), graphParts(graph)]),
  ]);
}

interface Row {
  logits: Float32Array;
  used: Set<number>;
  settings: SamplerSettings;
}

// less than one round, not a multiple of it, and enough for three rounds
describe.each([40, 320, 1500, 20_000])('a vocabulary of %i', (vocabSize) => {
  let session: runtime.InferenceSession;
  beforeAll(async () => {
    runtime.env.wasm.numThreads = 1;
    session = await runtime.InferenceSession.create(choiceModel(vocabSize), { logSeverityLevel: 3 });
  }, 30_000);

  async function choose(rows: Row[], output: ChoiceOutput) {
    const width = Math.max(...rows.map(({ used }) => used.size));
    const used = rows.flatMap((row) => {
      const ids = [...row.used];
      return [...ids, ...new Array<number>(width - ids.length).fill(ids[0]!)];
    });
    const column = (values: number[]) => new runtime.Tensor('float32', values, [rows.length, 1]);
    const feeds: Record<string, runtime.Tensor> = {
      logits: new runtime.Tensor('float32', Float32Array.from(rows.flatMap(({ logits }) => [...logits])), [
        rows.length,
        1,
        vocabSize,
      ]),
      [CHOICE_INPUTS.used]: new runtime.Tensor('int32', used, [rows.length, width]),
      [CHOICE_INPUTS.penalties]: column(rows.map(({ settings }) => settings.repetitionPenalty)),
      [CHOICE_INPUTS.inverseTemperatures]: column(
        rows.map(({ settings }) => 1 / (settings.temperature || 1)),
      ),
    };
    for (const choice of CHOICES) {
      feeds[choiceSwitch(choice.output)] = new runtime.Tensor('bool', [choice.output === output], []);
    }
    const outputs = await session.run(feeds, [output]);
    return readChoices(outputs[output]!.data as Float32Array, rows.length, vocabSize);
  }

  const logitsFrom = (seed: number, spread: number) => {
    const random = seededRandom(seed);
    return Float32Array.from({ length: vocabSize }, () => (random() ** 4 - 0.3) * spread);
  };
  const anyRow = (settings: fc.Arbitrary<SamplerSettings>) =>
    fc.record({
      logits: fc
        .record({ seed: fc.nat(1e6), spread: fc.double({ min: 2, max: 40, noNaN: true }) })
        .map(({ seed, spread }) => logitsFrom(seed, spread)),
      used: fc.array(fc.nat(vocabSize - 1), { minLength: 1, maxLength: 70 }).map((ids) => new Set(ids)),
      settings,
    });
  const penalty = fc.constantFrom(0.7, 1, 1.15, 2);

  it('gives the greedy token and its log-probability as the sampler does, with penalties, row by row', async () => {
    const rows = anyRow(penalty.map((repetitionPenalty) => ({ ...greedy, repetitionPenalty })));
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 3 }), async (rows) => {
        for (const output of ['choice_penalised', 'choice_candidates_penalised'] as const) {
          const choices = await choose(rows, output);
          for (const [row, { logits, used, settings }] of rows.entries()) {
            const expected = sampleToken(logits, settings, used, () => 0);
            const found = pickToken(choices[row]!, settings, used, () => 0)!;
            expect(found.id).toBe(expected.id);
            expect(found.logProb).toBeCloseTo(expected.logProb, 4);
          }
        }
      }),
      { numRuns: 15 },
    );
  }, 30_000);

  it('draws the same token as the sampler wherever it draws one', async () => {
    const settings = fc.record({
      temperature: fc.constantFrom(0.3, 0.8, 1.3),
      topK: fc.constantFrom(0, 1, 5, 40),
      topP: fc.constantFrom(0.3, 0.9, 1),
      repetitionPenalty: penalty,
    });
    let drawn = 0;
    await fc.assert(
      fc.asyncProperty(anyRow(settings), fc.nat(1000), async (row, seed) => {
        if (choiceNeed(row.settings) === 'logits') return;
        const [choice] = await choose([row], 'choice_candidates_penalised');
        const found = pickToken(choice!, row.settings, row.used, seededRandom(seed));
        if (!found) return;
        drawn += 1;
        const expected = sampleToken(row.logits, row.settings, row.used, seededRandom(seed));
        expect(found.id).toBe(expected.id);
        expect(found.logProb).toBeCloseTo(expected.logProb, 4);
      }),
      { numRuns: 40 },
    );
    expect(drawn).toBeGreaterThan(10);
  }, 30_000);

  it('lists the likeliest tokens in order, the lowest id first among equals', async () => {
    const logits = logitsFrom(3, 9).map((logit) => Math.round(logit));
    const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
    const [choice] = await choose([{ logits, used: new Set([0]), settings: greedy }], 'choice_candidates');
    expect(choice!.id).toBe(order[0]);
    expect(choice!.candidates!.ids).toEqual(order.slice(0, CANDIDATES));
    expect(choice!.candidates!.logits).toEqual(order.slice(0, CANDIDATES).map((id) => logits[id]!));
  });

  it('leaves a nucleus that is wider than the candidates, and logits that are not finite, to the sampler', async () => {
    const settings: SamplerSettings = { ...greedy, temperature: 1, topP: 0.9 };
    const flat = new Float32Array(vocabSize).fill(1);
    const broken = logitsFrom(5, 9);
    broken[vocabSize >> 1] = Number.NaN;
    const never = () => {
      throw new Error('nothing may be drawn');
    };
    const rows = [flat, broken].map((logits) => ({ logits, used: new Set([0]), settings }));
    const choices = await choose(rows, 'choice_candidates');
    if (vocabSize > CANDIDATES) expect(pickToken(choices[0]!, settings, new Set([0]), never)).toBeNull();
    expect(pickToken(choices[1]!, settings, new Set([0]), never)).toBeNull();
    expect(pickToken(choices[1]!, greedy, new Set([0]), never)).toBeNull();
  });
});

it('asks for candidates only where they can do', () => {
  const need = (settings: Partial<SamplerSettings>) => choiceNeed({ ...greedy, ...settings });
  expect(need({})).toBe('greedy');
  expect(need({ temperature: 1, topK: 40 })).toBe('candidates');
  expect(need({ temperature: 1, topP: 0.9 })).toBe('candidates');
  expect(need({ temperature: 1 })).toBe('logits');
  expect(need({ temperature: 1, topK: CANDIDATES })).toBe('logits');
});
