/** Counts the GPU dispatches of one decode step: of the stock graph, and of the patched one with everything off. */
import type * as Ort from 'onnxruntime-web';
import type { Cache, CachePolicy } from '../../workers/cache/cache.ts';
import { openDecoder } from '../../workers/decoder/open.ts';
import { countGpuWork, difference, type GpuCount } from '../../workers/decoder/stepCounters.ts';
import { loadModelFiles } from '../../workers/loader/files.ts';
import { resolveSource } from '../../workers/loader/resolveSource.ts';
import { loadRuntime } from '../../workers/runtime.ts';
import type { Measurement } from './measurement.ts';

/** Tokens in the cache before the step; few enough to be read right on every adapter (see the self-test). */
const PROMPT = [100, 101, 102, 103];

export async function countDispatches(base: string): Promise<Measurement> {
  const runtime = await loadRuntime('webgpu', base);
  const { source, manifest } = await resolveSource('embedded', base);
  const files = await loadModelFiles(source, { backend: 'webgpu', dtype: manifest!.dtype, manifest });
  const { decoder } = await openDecoder({ ...files, runtime, backend: 'webgpu' });
  const stock = await runtime.InferenceSession.create(files.onnxBytes, {
    executionProviders: ['webgpu'],
    graphOptimizationLevel: 'all',
    externalData: files.externalData.map(({ path, bytes }) => ({ path, data: bytes })),
  });
  const count = countGpuWork();
  const patched = await countStep(decoder.policy, count, (cache, tokens) =>
    decoder.run({ cache, tokens: [tokens], logitRows: [tokens.length - 1] }),
  );
  const unpatched = await countStep(decoder.policy, count, (cache, tokens) =>
    runStock(runtime, stock, cache, tokens),
  );
  count.stop();
  await Promise.all([decoder.release(), stock.release()]);
  return {
    name: 'dispatches of a decode step, patched / stock',
    value: patched / unpatched,
    unit: 'ratio',
    bar: { relation: '<=', value: 1 },
    parts: { patchedDispatches: patched, stockDispatches: unpatched },
  };
}

async function countStep(
  policy: CachePolicy,
  count: GpuCount,
  run: (cache: Cache, tokens: number[]) => Promise<unknown>,
): Promise<number> {
  const cache = policy.empty(1, PROMPT.length + 2);
  await run(cache, PROMPT);
  // What is set up at the first step is no part of a step.
  await run(cache, [7]);
  const before = count.read();
  await run(cache, [7]);
  const { dispatches } = difference(before, count.read());
  cache.dispose();
  return dispatches;
}

/** The stock graph on the same cache, in place, as the patched one has it. */
async function runStock(
  runtime: typeof Ort,
  session: Ort.InferenceSession,
  cache: Cache,
  tokens: number[],
): Promise<void> {
  const { feeds, fetches } = cache.prepare([tokens.length], tokens.length);
  const past = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
  const length = cache.lengths[0]! + tokens.length;
  const stockFeeds = {
    ...Object.fromEntries(past),
    input_ids: new runtime.Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
    attention_mask: new runtime.Tensor('int64', new BigInt64Array(length).fill(1n), [1, length]),
  };
  cache.accept(await session.run(stockFeeds, { ...fetches, logits: null }));
}
