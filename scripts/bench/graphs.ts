/** One model twice on WebGPU: its stock graph and the patched one, on the same kind of cache, step by step. */
import type * as Ort from 'onnxruntime-web';
import { weakSteering } from '../../src/benchmark/timings.ts';
import { packSteering } from '../../src/core/steering/slots.ts';
import type { Cache } from '../../workers/cache/cache.ts';
import type { Decoder } from '../../workers/decoder/decoder.ts';
import { openDecoder } from '../../workers/decoder/open.ts';
import { countGpuWork, difference } from '../../workers/decoder/stepCounters.ts';
import { loadModelFiles } from '../../workers/loader/files.ts';
import { resolveSource } from '../../workers/loader/resolveSource.ts';
import { loadRuntime } from '../../workers/runtime.ts';

/** Appends tokens to one row and brings the logits of the last back. */
export type Step = (cache: Cache, tokens: number[]) => Promise<unknown>;

export interface Graphs {
  decoder: Decoder;
  steps: Record<'stock' | 'off' | 'on', Step>;
  release(): Promise<unknown>;
}

/** Tokens in the cache before the first step; few enough to be read right on every adapter (see the self-test). */
export const PROMPT = [100, 101, 102, 103];

/** @param source as `loadModel` takes it */
export async function openGraphs(base: string, source: string, dtype: string): Promise<Graphs> {
  const runtime = await loadRuntime('webgpu', base);
  const resolved = await resolveSource(source, base);
  const files = await loadModelFiles(resolved.source, {
    backend: 'webgpu',
    dtype,
    manifest: resolved.manifest,
  });
  const { decoder } = await openDecoder({ ...files, runtime, backend: 'webgpu' });
  const stock = await runtime.InferenceSession.create(files.onnxBytes, {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'all',
    externalData: files.externalData.map(({ path, bytes }) => ({ path, data: bytes })),
  });
  const { numLayers, hiddenSize } = decoder.report;
  const steering = packSteering([[weakSteering(decoder.report)]], numLayers, hiddenSize, 'generated');
  const patched =
    (on: typeof steering | null): Step =>
    (cache, tokens) =>
      decoder.run({ cache, tokens: [tokens], steering: on, logitRows: [tokens.length - 1] });
  return {
    decoder,
    steps: {
      stock: (cache, tokens) => runStock(runtime, stock, cache, tokens),
      off: patched(null),
      on: patched(steering),
    },
    release: () => Promise.all([decoder.release(), stock.release()]),
  };
}

export async function dispatchesOf(decoder: Decoder, run: Step): Promise<number> {
  const cache = decoder.policy.empty(1, PROMPT.length + 2);
  await run(cache, PROMPT);
  // what is set up at the first step is no part of a step
  await run(cache, [7]);
  const count = countGpuWork();
  const before = count.read();
  await run(cache, [7]);
  const { dispatches } = difference(before, count.read());
  count.stop();
  cache.dispose();
  return dispatches;
}

/** In place, as the patched graph has it; the stock one is told lengths by its mask. */
async function runStock(
  runtime: typeof Ort,
  session: Ort.InferenceSession,
  cache: Cache,
  tokens: number[],
): Promise<void> {
  const length = cache.lengths[0]! + tokens.length;
  const { feeds, fetches } = cache.prepare([tokens.length], tokens.length);
  const past = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
  const ids = BigInt64Array.from(tokens, BigInt);
  const mask = new BigInt64Array(length).fill(1n);
  const outputs = await session.run(
    {
      ...Object.fromEntries(past),
      input_ids: new runtime.Tensor('int64', ids, [1, tokens.length]),
      attention_mask: new runtime.Tensor('int64', mask, [1, length]),
    },
    { ...fetches, logits: null },
  );
  cache.accept(outputs);
}
