/**
 * The patched graphs of every fixture against PyTorch's numbers, both as they are made for the CPU and as for WebGPU, run
 * on the CPU: whatever a provider is spared or helped with, a graph has to compute the same.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFixture } from '../../scripts/lib/fixtureModels.ts';
import {
  type FixtureGolden,
  fixtureConfig,
  fixtureGolden,
  largestDifference,
} from '../../scripts/lib/goldenFiles.ts';
import { LOWERED_LOCATION, lowerModel } from '../../src/core/onnx/lower.ts';
import { FLOAT16, type Model, readModel, type Tensor, writeModel } from '../../src/core/onnx/model.ts';
import { type PatchOptions, patchModel } from '../../src/core/onnx/patch.ts';
import { packSteering } from '../../src/core/steering/slots.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { CacheSpec } from '../cache/cache.ts';
import { concatCachePolicy } from '../cache/concatCache.ts';
import { cpuCachePolicy } from '../cache/cpuCache.ts';
import type { Runtime } from '../runtime.ts';
import { Decoder } from './decoder.ts';

const models = fileURLToPath(new URL('../../e2e/fixtures/models/', import.meta.url));
/** Absolute: seen 1e-5. */
const TOLERANCE = 1e-4;
const LAYERS = 4;

/** One file of each topology. */
const FILES: [folder: string, file: string][] = [
  ['llama', 'model_q4'],
  ['llama-chunks', 'model'],
  ['llama-rotary', 'model'],
  ['llama-unfused', 'model'],
  ['llama-unfused', 'model_int8'],
  ['llama-dynamo', 'model'],
  ['llama-keep', 'model_q4'],
  ['phi', 'model_q4'],
  ['phi3', 'model'],
  ['gemma2', 'model'],
  ['gemma2-unfused', 'model'],
  ['gemma3', 'model'],
  ['granite', 'model'],
  ['qwen2', 'model'],
  ['qwen3', 'model'],
];

beforeAll(() => {
  runtime.env.wasm.numThreads = 1;
});

/** The bytes of a fixture's weights, inside its graph or beside it. */
function weightsOf(folder: string): (tensor: Tensor) => Uint8Array {
  const chunks = new Map<string, Uint8Array>();
  return ({ external, rawData }) => {
    if (!external) return rawData;
    const { location, offset, length } = external;
    const chunk = chunks.get(location) ?? new Uint8Array(readFileSync(`${models}${folder}/onnx/${location}`));
    chunks.set(location, chunk);
    return chunk.subarray(offset, offset + length);
  };
}

/** A session of a model, with the files that its tensors name and any others. */
function sessionOf(
  folder: string,
  model: Model,
  others: { path: string; data: Uint8Array }[] = [],
): Promise<runtime.InferenceSession> {
  const beside = new Set(model.graph.initializers.flatMap(({ external }) => external?.location ?? []));
  for (const { path } of others) beside.delete(path);
  return runtime.InferenceSession.create(writeModel(model), {
    logSeverityLevel: 3,
    externalData: [
      ...[...beside].map((path) => ({
        path,
        data: new Uint8Array(readFileSync(`${models}${folder}/onnx/${path}`)),
      })),
      ...others,
    ],
  });
}

const headDimOf = (config: ReturnType<typeof fixtureConfig>) =>
  config.head_dim ?? config.hidden_size / config.num_attention_heads;

async function open(folder: string, file: string, provider: PatchOptions['provider']): Promise<Decoder> {
  const model = readModel(readFixture(`${folder}/onnx/${file}.onnx`));
  const others: { path: string; data: Uint8Array }[] = [];
  if (provider === 'cpu') {
    const { weights, sizeBytes } = lowerModel(model, weightsOf(folder));
    const data = new Uint8Array(sizeBytes);
    for (const { offset, count, write } of weights) write(new Float32Array(data.buffer, offset, count));
    if (weights.length > 0) others.push({ path: LOWERED_LOCATION, data });
  }
  const config = fixtureConfig(folder);
  const report = patchModel(model, { provider, hiddenSize: config.hidden_size });
  const session = await sessionOf(folder, model, others);
  const specs = report.cache.map(
    ({ past, present, elementType }): CacheSpec => ({
      past,
      present,
      heads: config.num_key_value_heads,
      headDim: headDimOf(config),
      type: elementType === FLOAT16 ? 'float16' : 'float32',
    }),
  );
  const policy =
    report.attention === 'concat'
      ? concatCachePolicy(runtime as Runtime, specs, report.inputs)
      : cpuCachePolicy(runtime as Runtime, specs, report);
  return new Decoder({ runtime: runtime as Runtime, session, gpu: null, report, backend: 'wasm', policy });
}

function interventions(golden: FixtureGolden, name: string | null): Intervention[] {
  const found = golden.steerings.find((steering) => steering.name === name);
  if (!found) return [];
  const operator = found.b === 1 ? 'setProjection' : 'add';
  return [{ layer: found.layer, direction: golden.direction, operator, value: found.a }];
}

/** log softmax in float64: the reference for what the graph does in float32. */
function logProbability(logits: ArrayLike<number>, target: number): number {
  const values = Array.from(logits);
  const most = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - most), 0);
  return values[target]! - most - Math.log(sum);
}

/** The CPU's own form of every file goes through the whole worker in workers/topologies.test.ts. */
const CPU_FILES = FILES.filter(([folder, file]) => folder === 'llama' || file === 'model_int8');

describe.each(['webgpu', 'cpu'] as const)('as patched for %s', (provider) => {
  it.each(
    provider === 'webgpu' ? FILES : CPU_FILES,
  )('%s %s gives the states and logits of PyTorch, each row of a batch with its own steering', async (folder, file) => {
    const golden = fixtureGolden(folder);
    const entry = golden.files.find((item) => item.file === `onnx/${file}.onnx`)!;
    const decoder = await open(folder, file, provider);
    // the longest prompt: longer than a window, or than the short one of two rotary tables
    const prompt = golden.prompts.length - 1;
    const runs = golden.goldens[entry.golden]!.runs.filter((run) => run.prompt === prompt);
    const ids = golden.prompts[prompt]!.inputIds;
    const hiddenSize = golden.hiddenSize;
    const steering = packSteering(
      runs.map((run) => interventions(golden, run.steering)),
      LAYERS,
      hiddenSize,
      'prompt',
    );
    const last = runs.map((_, row) => row * ids.length + ids.length - 1);
    const { captured, logits } = await decoder.run({
      cache: decoder.policy.empty(runs.length, ids.length),
      tokens: runs.map(() => ids),
      steering,
      captureRows: last,
      logitRows: last,
    });
    expect(runs).toHaveLength(4);
    for (const [row, run] of runs.entries()) {
      for (const [layer, expected] of run.residPost.entries()) {
        const start = (layer * runs.length + row) * hiddenSize;
        expect(largestDifference(captured!.slice(start, start + hiddenSize), expected)).toBeLessThan(
          TOLERANCE,
        );
      }
      const own = logits!.slice(row * golden.vocabSize, (row + 1) * golden.vocabSize);
      expect(largestDifference(own.slice(0, 32), run.logits)).toBeLessThan(TOLERANCE);
      expect(own.indexOf(Math.max(...own))).toBe(run.argmax);
    }
    await decoder.release();
  });

  it.each([
    ['llama', 'model_q4'],
    ['gemma2', 'model'],
    ['llama-dynamo', 'model'],
  ])('%s %s reads projections, scores and choices as its own states and logits say', async (folder, file) => {
    const golden = fixtureGolden(folder);
    const { vocabSize, hiddenSize, direction } = golden;
    const decoder = await open(folder, file, provider);
    const prompts = [golden.prompts[0]!.inputIds, golden.prompts[0]!.inputIds.slice().reverse()];
    const width = prompts[0]!.length;
    const everywhere = prompts.flatMap((ids, row) => ids.map((_, at) => row * width + at));
    const layers = [1, 3];
    // two directions a row, of which the second is the first one's mirror image
    const u = new Float32Array(LAYERS * 2 * hiddenSize * 2);
    for (let i = 0; i < u.length; i++) {
      const [h, p] = [(i >> 1) % hiddenSize, i % 2];
      u[i] = p === 0 ? direction[h]! : direction[hiddenSize - 1 - h]!;
    }
    const step = (parts: object) =>
      decoder.run({ cache: decoder.policy.empty(2, width), tokens: prompts, ...parts });

    const on = Uint8Array.from({ length: LAYERS }, (_, layer) => (layers.includes(layer) ? 1 : 0));
    const seen = await step({ captureRows: everywhere, logitRows: everywhere, probes: { count: 2, u, on } });
    const state = (layer: number, at: number) => {
      const start = (layer * everywhere.length + at) * hiddenSize;
      return seen.captured!.subarray(start, start + hiddenSize);
    };
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
    const expected = layers.flatMap((layer) =>
      everywhere.flatMap((at) => [
        dot(state(layer, at), direction),
        dot(state(layer, at), [...direction].reverse()),
      ]),
    );
    expect(largestDifference(seen.projections!, expected)).toBeLessThan(TOLERANCE);

    const rows = [2, width - 1, width + 3];
    const logitsAt = (row: number) => seen.logits!.subarray(row * vocabSize, (row + 1) * vocabSize);
    const targets = [7, 0, vocabSize - 1];
    const scored = await step({ logitRows: rows, targets });
    const scores = rows.map((row, index) => logProbability(logitsAt(row), targets[index]!));
    expect(scored.logits).toBeNull();
    expect(largestDifference(scored.logProbs!, scores)).toBeLessThan(TOLERANCE);

    const few = await step({ logitRows: rows });
    expect(
      largestDifference(
        few.logits!,
        rows.flatMap((row) => [...logitsAt(row)]),
      ),
    ).toBeLessThan(TOLERANCE);
    if (!decoder.report.choosesTokens) return;
    const { choices } = await step({
      logitRows: rows,
      choose: { used: rows.map(() => new Set([0])), penalties: [1, 1, 1], temperatures: null },
    });
    for (const [index, row] of rows.entries()) {
      const best = logitsAt(row).indexOf(Math.max(...logitsAt(row)));
      expect(choices![index]!.id).toBe(best);
      expect(Math.log(choices![index]!.probability)).toBeCloseTo(logProbability(logitsAt(row), best), 4);
    }
    await decoder.release();
  });

  it.each([
    ['llama', 'model'],
    ['qwen3', 'model'],
  ])('%s %s without steering gives the bits of the stock graph', async (folder, file) => {
    const decoder = await open(folder, file, provider);
    const ids = fixtureGolden(folder).prompts[1]!.inputIds;
    const stock = await stockLogits(decoder, folder, file, ids);
    const every = ids.map((_, at) => at);
    const cache = decoder.policy.empty(1, ids.length);
    const { logits } = await decoder.run({ cache, tokens: [ids], logitRows: every });
    expect([...logits!]).toEqual([...stock]);
    await decoder.release();
  });
});

async function stockLogits(
  decoder: Decoder,
  folder: string,
  file: string,
  ids: readonly number[],
): Promise<Float32Array> {
  const session = await sessionOf(folder, readModel(readFixture(`${folder}/onnx/${file}.onnx`)));
  const int64 = (values: number[]) =>
    new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const feeds: Record<string, runtime.Tensor> = {
    input_ids: int64([...ids]),
    attention_mask: int64(ids.map(() => 1)),
  };
  if (session.inputNames.includes('position_ids')) feeds.position_ids = int64(ids.map((_, at) => at));
  const config = fixtureConfig(folder);
  const empty = [1, config.num_key_value_heads, 0, headDimOf(config)];
  for (const { past } of decoder.report.cache) {
    feeds[past] = new runtime.Tensor('float32', new Float32Array(0), empty);
  }
  const { logits } = await session.run(feeds);
  await session.release();
  return logits!.data as Float32Array;
}
