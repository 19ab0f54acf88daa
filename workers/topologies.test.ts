/** Forms of stock files beyond the first fixtures, against PyTorch's numbers: alone, in a batch, and beyond every limit of length. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FixtureGolden, fixtureGolden, largestDifference } from '../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../scripts/lib/nodeEngine.ts';
import type { Intervention } from '../src/core/steering/types.ts';
import type { Engine } from './engine.ts';

const folder = (name: string) => fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
/** Absolute: seen 1e-5 with float32 activations, 1e-2 with float16. */
const TOLERANCE = { full: 1e-4, half: 3e-2 };

const FORMS: [folder: string, dtype: string, file: string, what: string][] = [
  ['qwen3', 'q4', 'model_q4', 'query and key normalised per head'],
  ['qwen3', 'q4f16', 'model_q4f16', 'the same, float16 stream and cache'],
  ['gemma3', 'fp32', 'model', 'the same, with windows and two rotary bases'],
  ['gemma3', 'q4f16', 'model_q4f16', 'the same, float32 stream with a float16 cache'],
  ['phi', 'q4', 'model_q4', 'attention and MLP in one sum, partly rotated heads'],
  ['granite', 'q4', 'model_q4', 'multipliers on embedding, branches, scores and logits'],
  ['llama-unfused', 'q8', 'model_quantized', '8-bit weights, one scale a matrix'],
  ['llama-unfused', 'int8', 'model_int8', '8-bit weights, one scale a column'],
  ['llama-dynamo', 'fp32', 'model', 'the newer exporter of PyTorch, whose names carry no layer'],
  ['llama-keep', 'q4', 'model_q4', 'num_logits_to_keep as an input'],
  ['phi3', 'fp32', 'model', 'a prompt that needs the long rotary table'],
  ['gemma2', 'fp32', 'model', 'a prompt of many windows'],
];

async function open(name: string, dtype: string): Promise<Engine> {
  const engine = nodeEngine({ threads: 1 });
  await engine.load({ source: folder(name), options: { dtype } }, directContext());
  return engine;
}

function interventions(golden: FixtureGolden, name: string | null): Intervention[] {
  const found = golden.steerings.find((steering) => steering.name === name);
  if (!found) return [];
  const operator = found.b === 1 ? 'setProjection' : 'add';
  return [{ layer: found.layer, direction: golden.direction, operator, value: found.a }];
}

describe.each(FORMS)('%s %s', (name, dtype, file, what) => {
  it(`gives PyTorch's numbers: ${what}`, async () => {
    const engine = await open(name, dtype);
    const golden = fixtureGolden(name);
    const entry = golden.files.find((item) => item.file === `onnx/${file}.onnx`)!;
    const { runs } = golden.goldens[entry.golden]!;
    const allowed = TOLERANCE[dtype.endsWith('16') ? 'half' : 'full'];
    const asked = runs.map((run) => ({
      prompt: golden.prompts[run.prompt]!.inputIds,
      interventions: interventions(golden, run.steering),
    }));
    for (const [index, { prompt, interventions }] of asked.entries()) {
      const { data } = await engine.capture({ prompts: [prompt], interventions }, directContext());
      const logits = await engine.logits({ prompt, interventions }, directContext());
      const run = runs[index]!;
      expect(largestDifference(data, run.residPost.flat())).toBeLessThanOrEqual(allowed);
      expect(largestDifference(logits.slice(0, 32), run.logits)).toBeLessThanOrEqual(allowed);
    }
    const lanes = asked.map((lane, index) => ({ ...lane, maxNewTokens: runs[index]!.greedy.length }));
    const results = await engine.generate({ lanes }, directContext());
    for (const [index, run] of runs.entries()) {
      if (run.greedyMargin > 10 * allowed) expect(results[index]!.tokenIds).toEqual(run.greedy);
    }
    await engine.unload();
  });
});

describe('two rotary tables (phi3: up to 64 positions, and beyond)', () => {
  const ids = (length: number) => Array.from({ length }, (_, i) => 4 + ((i * 37 + 11) % 316));

  it('reads a long prompt in pieces as in one go', async () => {
    const engine = await open('phi3', 'fp32');
    const { decoder } = engine;
    expect(decoder.report.ropeLimit).toBe(64);
    const { prefill } = await import('./decoder/prefill.ts');
    const read = async (chunk: number, length: number) => {
      const { logits, cache } = await prefill(decoder, {
        ids: ids(length),
        interventions: [],
        chunk,
        maxLength: length,
        wants: { logits: true },
        signal: new AbortController().signal,
      });
      cache.dispose();
      return logits!;
    };
    for (const length of [64, 65, 100]) {
      expect(largestDifference(await read(31, length), await read(length, length))).toBeLessThan(2e-5);
    }
    // the table does matter: told nothing of the rest, the first piece is read with the other one
    const cache = decoder.policy.empty(1, 100);
    await decoder.run({ cache, tokens: [ids(100).slice(0, 50)] });
    const { logits } = await decoder.run({ cache, tokens: [ids(100).slice(50)], logitRows: [49] });
    cache.dispose();
    expect(largestDifference(logits!, await read(100, 100))).toBeGreaterThan(1e-2);
  });

  it('captures short and long prompts that begin alike as each alone', async () => {
    const engine = await open('phi3', 'fp32');
    const prompts = [ids(40), ids(100), ids(60), ids(70)];
    const all = await engine.capture({ prompts, interventions: [] }, directContext());
    for (const [index, prompt] of prompts.entries()) {
      const one = await engine.capture({ prompts: [prompt], interventions: [] }, directContext());
      const own = all.data.slice(index * 256, (index + 1) * 256);
      expect(largestDifference(own, one.data)).toBeLessThan(2e-5);
    }
  });

  it('ends a text that began below the limit there, and lets one that began above go on', async () => {
    const engine = await open('phi3', 'fp32');
    const lanes = [60, 70].map((length) => ({ prompt: ids(length), maxNewTokens: 20 }));
    const [short, long] = await engine.generate({ lanes }, directContext());
    expect([short!.tokenIds.length, short!.finishReason]).toEqual([5, 'length']);
    expect(long!.tokenIds.length).toBe(20);
  });
});
