import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FixtureGolden, fixtureGolden, largestDifference } from '../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine, nodeEnvironment } from '../scripts/lib/nodeEngine.ts';
import type { TillerError } from '../src/core/errors.ts';
import type { Intervention } from '../src/core/steering/types.ts';
import type { Lane, LaneToken } from '../src/protocol/model.ts';
import type { AdapterFacts } from './backends.ts';
import { Engine } from './engine.ts';

const folder = (name: string) => fileURLToPath(new URL(`../e2e/fixtures/models/${name}`, import.meta.url));
/** A float32 sum over a few hundred terms, in another order. */
const ROUNDING = 2e-5;

const codeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'none',
    (error: TillerError) => error.code,
  );

// one model of each kind of cache, and the one whose windows make positions matter most
describe.each([
  'llama',
  'llama-rotary',
  'llama-unfused',
  'gemma2',
  'gemma2-unfused',
  'phi3',
])('%s', (name) => {
  let engine: Engine;
  let golden: FixtureGolden;
  let steer: Intervention;
  const ids = (length: number, seed = 1) =>
    Array.from({ length }, (_, i) => 4 + ((i * 37 + seed * 101) % 316));

  beforeAll(async () => {
    engine = nodeEngine({ threads: 1 });
    golden = fixtureGolden(name);
    steer = { layer: 1, direction: golden.direction, operator: 'setProjection', value: 3 };
    await engine.load({ source: folder(name), options: { dtype: 'q4' } }, directContext());
  });

  const generate = (lanes: Lane[], tokens: { lane: number; token: LaneToken }[] = []) =>
    engine.generate({ lanes }, directContext({ token: (lane, token) => void tokens.push({ lane, token }) }));

  it('writes the same tokens in a ragged batch as alone, steered or not', async () => {
    const lanes: Lane[] = [
      { prompt: ids(3), maxNewTokens: 20 },
      { prompt: ids(25, 2), maxNewTokens: 9 },
      { prompt: ids(11, 3), maxNewTokens: 20, interventions: [steer] },
      {
        prompt: ids(25, 2),
        maxNewTokens: 14,
        interventions: [{ ...steer, operator: 'add', scope: 'generated' }],
      },
      { prompt: ids(1), maxNewTokens: 5, interventions: [{ ...steer, operator: 'ablate', layer: 3 }] },
    ];
    const together = await generate(lanes);
    for (const [index, lane] of lanes.entries()) {
      const [alone] = await generate([lane]);
      expect(together[index]!.tokenIds).toEqual(alone!.tokenIds);
    }
  });

  it('gives cached steps the same logits as reading the whole text at once', async () => {
    const [lane] = await generate([{ prompt: ids(9), maxNewTokens: 12, interventions: [steer] }]);
    const { tokenIds } = lane!;
    for (const cut of [1, 5, tokenIds.length - 1]) {
      const logits = await engine.logits(
        { prompt: [...ids(9), ...tokenIds.slice(0, cut)], interventions: [steer] },
        directContext(),
      );
      expect(logits.indexOf(Math.max(...logits))).toBe(tokenIds[cut]);
    }
  });

  it('captures many prompts of different length as it captures each alone', async () => {
    const prompts = [ids(12), ids(5, 2), ids(20, 3), [...ids(12), 7, 8]];
    const all = await engine.capture({ prompts, interventions: [steer] }, directContext());
    expect(all.shape).toEqual([4, 4, 64]);
    for (const [index, prompt] of prompts.entries()) {
      const one = await engine.capture({ prompts: [prompt], interventions: [steer] }, directContext());
      expect(largestDifference(all.data.slice(index * 256, (index + 1) * 256), one.data)).toBeLessThan(
        ROUNDING,
      );
    }
  });

  it('projects every position on a direction, the last one as captured, and moves it where steered', async () => {
    const prompt = ids(15);
    const probes = [0, 1, 3].map((layer) => ({ layer, direction: golden.direction }));
    const body = { prompt, probes, interventions: [steer], promptTokens: 10 };
    const { values, tokens } = await engine.projections(body, directContext());
    expect(tokens.length).toBe(15);
    const { data } = await engine.capture({ prompts: [prompt], interventions: [steer] }, directContext());
    for (const [index, { layer }] of probes.entries()) {
      const last = golden.direction.reduce((sum, u, i) => sum + u * data[layer * 64 + i]!, 0);
      expect(values[index]!.at(-1)).toBeCloseTo(last, 4);
    }
    for (const value of values[1]!) expect(value).toBeCloseTo(3, 4);
  });

  it('steers only the generated part where the scope says so', async () => {
    const probes = [{ layer: 1, direction: golden.direction }];
    const scoped: Intervention = { ...steer, scope: 'generated' };
    const body = { prompt: ids(8), probes, promptTokens: 5 };
    const plain = await engine.projections({ ...body, interventions: [] }, directContext());
    const half = await engine.projections({ ...body, interventions: [scoped] }, directContext());
    expect(half.values[0]!.slice(0, 5)).toEqual(plain.values[0]!.slice(0, 5));
    for (const value of half.values[0]!.slice(5)) expect(value).toBeCloseTo(3, 4);
  });

  it('scores a continuation as the softmax of the logits does', async () => {
    const prompt = ids(6);
    const { logProbs, perplexity } = await engine.score({ prompt, completion: ' the end' }, directContext());
    const completion = await engine.tokenize({ prompt: ' the end' });
    expect(logProbs.length).toBe(completion.length);
    for (const [index, id] of completion.entries()) {
      const logits = await engine.logits(
        { prompt: [...prompt, ...completion.slice(0, index)], interventions: [] },
        directContext(),
      );
      const top = Math.max(...logits);
      const logSum = top + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - top), 0));
      expect(logProbs[index]).toBeCloseTo(logits[id]! - logSum, 4);
    }
    const mean = logProbs.reduce((sum, x) => sum + x, 0) / logProbs.length;
    expect(perplexity).toBeCloseTo(Math.exp(-mean), 3);
  });

  it('gives the tokens of two lanes in turn', async () => {
    const tokens: { lane: number; token: LaneToken }[] = [];
    await generate(
      [
        { prompt: ids(6), maxNewTokens: 4 },
        { prompt: ids(9, 2), maxNewTokens: 4 },
      ],
      tokens,
    );
    expect(tokens.map(({ lane }) => lane)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('stops between two tokens and keeps what was written', async () => {
    const controller = new AbortController();
    let count = 0;
    const [lane] = await engine.generate(
      { lanes: [{ prompt: ids(6), maxNewTokens: 50 }] },
      directContext({
        signal: controller.signal,
        token: () => {
          if (++count === 3) controller.abort();
        },
      }),
    );
    expect(lane).toMatchObject({ finishReason: 'aborted' });
    expect(lane!.tokenIds.length).toBe(3);
    expect((await generate([{ prompt: ids(6), maxNewTokens: 2 }]))[0]!.finishReason).toBe('length');
  });

  it('draws the same tokens from the same seed, in a batch or alone', async () => {
    const lane: Lane = { prompt: ids(6), maxNewTokens: 12, temperature: 1, topK: 40, topP: 0.9, seed: 7 };
    const [alone] = await generate([lane]);
    const [first, second, other] = await generate([lane, lane, { ...lane, seed: 8 }]);
    expect(first!.tokenIds).toEqual(alone!.tokenIds);
    expect(second!.tokenIds).toEqual(alone!.tokenIds);
    expect(other!.tokenIds).not.toEqual(alone!.tokenIds);
  });

  it('runs more lanes than fit in one batch', async () => {
    const lanes = Array.from(
      { length: 20 },
      (_, i): Lane => ({ prompt: ids(3 + (i % 7), i), maxNewTokens: 3 + (i % 5) }),
    );
    const results = await generate(lanes);
    expect(results.map(({ tokenIds }) => tokenIds.length)).toEqual(lanes.map((lane) => lane.maxNewTokens));
  });

  it('refuses bad requests by name and goes on working', async () => {
    const at = (change: Partial<Intervention>) => [{ ...steer, ...change }];
    const logits = (interventions: Intervention[]) =>
      codeOf(engine.logits({ prompt: ids(4), interventions }, directContext()));
    expect(await logits(at({ layer: 4 }))).toBe('layer_out_of_range');
    expect(await logits(at({ direction: [1, 2] }))).toBe('shape_mismatch');
    expect(await logits(at({ direction: new Array(64).fill(0) }))).toBe('direction_invalid');
    expect(await logits(at({ direction: new Array(64).fill(Number.NaN) }))).toBe('direction_invalid');
    const contextLength = (
      await engine.load({ source: folder(name), options: { dtype: 'q4' } }, directContext())
    ).contextLength;
    expect(await codeOf(generate([{ prompt: new Array(contextLength + 1).fill(5) }]))).toBe(
      'prompt_too_long',
    );
    expect(await codeOf(generate([{ prompt: '' }]))).toBe('prompt_empty');
    expect((await generate([{ prompt: ids(4), maxNewTokens: 1 }]))[0]!.tokenIds.length).toBe(1);
  });
});

describe('an engine on a machine with a GPU', () => {
  const gpu: AdapterFacts = { hasF16: false, isSoftware: false, name: 'test' };
  const withGpu = (adapter: AdapterFacts | null): Engine => {
    const environment = nodeEnvironment({ threads: 1 });
    return new Engine({
      ...environment,
      adapter: async () => adapter,
      runtime: (backend) =>
        backend === 'webgpu' ? Promise.reject(new Error('the driver gave up')) : environment.runtime(backend),
    });
  };
  const load = (engine: Engine, backend: 'auto' | 'webgpu', dtype = 'q4') =>
    engine.load({ source: folder('llama'), options: { backend, dtype } }, directContext());

  it('falls back to the CPU when the GPU fails, and says so', async () => {
    const info = await load(withGpu(gpu), 'auto');
    expect(info.backend).toBe('wasm');
    expect(info.selfTest.notices.join()).toContain('the driver gave up');
  });

  it('does not fall back when the GPU was asked for', async () => {
    await expect(load(withGpu(gpu), 'webgpu')).rejects.toThrow('the driver gave up');
    expect(await codeOf(load(withGpu(null), 'webgpu'))).toBe('webgpu_unavailable');
  });

  it('prefers the CPU to an emulated GPU, and says so', async () => {
    const info = await load(withGpu({ ...gpu, isSoftware: true }), 'auto');
    expect(info.backend).toBe('wasm');
    expect(info.selfTest.notices.join()).toContain('emulated');
  });

  it('refuses half-precision files on an adapter without shader-f16', async () => {
    expect(await codeOf(load(withGpu(gpu), 'webgpu', 'fp16'))).toBe('model_unsupported');
  });
});

describe('an engine', () => {
  it('says that no model is loaded before one is, and after it was unloaded', async () => {
    const engine = nodeEngine({ threads: 1 });
    expect(await codeOf(engine.tokenize({ prompt: 'a' }))).toBe('model_not_loaded');
    await engine.load({ source: folder('qwen2'), options: { dtype: 'fp32' } }, directContext());
    await engine.unload();
    expect(await codeOf(engine.tokenize({ prompt: 'a' }))).toBe('model_not_loaded');
  });

  it('keeps the model it has when another cannot be found', async () => {
    const engine = nodeEngine({ threads: 1 });
    await engine.load({ source: folder('qwen2'), options: { dtype: 'fp32' } }, directContext());
    expect(await codeOf(engine.load({ source: folder('no-such-model'), options: {} }, directContext()))).toBe(
      'model_not_found',
    );
    expect((await engine.tokenize({ prompt: 'a' })).length).toBeGreaterThan(0);
  });

  it('stops a load on request', async () => {
    const engine = nodeEngine({ threads: 1 });
    const signal = AbortSignal.abort();
    expect(
      await codeOf(engine.load({ source: folder('qwen2'), options: {} }, directContext({ signal }))),
    ).toBe('aborted');
  });
});
