/** Every tiny decoder, in every form that stock files come in, patched in the browser, against its golden numbers. */
import type { Page } from '@playwright/test';
import {
  type FixtureGolden,
  type FixtureRun,
  fixtureGolden,
  largestDifference,
} from '../scripts/lib/goldenFiles.ts';
import { generateAll, loadModel } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

const FOLDERS = [
  ...['llama', 'llama-single', 'llama-chunks', 'llama-rotary', 'llama-unfused'],
  ...['llama-keep', 'llama-dynamo', 'phi3', 'gemma2', 'gemma2-unfused', 'qwen2'],
  ...['qwen3', 'gemma3', 'phi', 'granite'],
];

type Dtype = 'fp32' | 'q4' | 'fp16' | 'q4f16' | 'q8' | 'int8';
const DTYPES: Record<string, Dtype> = {
  'onnx/model.onnx': 'fp32',
  'onnx/model_q4.onnx': 'q4',
  'onnx/model_fp16.onnx': 'fp16',
  'onnx/model_q4f16.onnx': 'q4f16',
  'onnx/model_quantized.onnx': 'q8',
  'onnx/model_int8.onnx': 'int8',
};

/** Absolute, for logits and residual stream: on both backends seen at 1e-5 with float32, at 1.2e-2 with float16. */
const TOLERANCE: Record<Dtype, number> = {
  fp32: 1e-4,
  q4: 1e-4,
  fp16: 3e-2,
  q4f16: 3e-2,
  q8: 1e-4,
  int8: 1e-4,
};

/** What the page computed for one golden run. */
interface Computed {
  /** [numLayers, hiddenSize] */
  residPost: number[];
  /** [vocabSize] */
  logits: number[];
}

/** The runs' steerings in the words of the API: h' = h + u (a - b (u.h)). */
function interventions(golden: FixtureGolden, { steering }: FixtureRun) {
  const found = golden.steerings.find(({ name }) => name === steering);
  if (!found) return [];
  const operator = found.b === 1 ? ('setProjection' as const) : ('add' as const);
  return [{ layer: found.layer, direction: golden.direction, operator, value: found.a }];
}

function compute(page: Page, golden: FixtureGolden, runs: FixtureRun[]): Promise<Computed[]> {
  const calls = runs.map((run) => ({
    prompt: golden.prompts[run.prompt]!.inputIds,
    interventions: interventions(golden, run),
  }));
  return page.evaluate(async (calls) => {
    const computed: Computed[] = [];
    for (const { prompt, interventions } of calls) {
      const { data } = await tiller.capture([prompt], { interventions });
      const logits = await tiller.logits(prompt, interventions);
      computed.push({ residPost: Array.from(data), logits: Array.from(logits) });
    }
    return computed;
  }, calls);
}

/**
 * A file takes a software adapter half a minute. So WebGPU reads each topology in one weight format, the packed one that
 * people load, and all files only with TILLER_EVERY_FORM=1; WASM always reads all.
 */
function backendsFor(folder: string, dtype: Dtype, dtypes: readonly Dtype[]): ('wasm' | 'webgpu')[] {
  const isOtherLayout = folder === 'llama-single' || folder === 'llama-chunks';
  const isUnpackedTwin = dtype === 'fp32' && dtypes.includes('q4') && folder !== 'llama';
  const isLeftOut = (isOtherLayout || isUnpackedTwin) && process.env.TILLER_EVERY_FORM !== '1';
  return isLeftOut ? ['wasm'] : ['wasm', 'webgpu'];
}

for (const folder of FOLDERS) {
  const golden = fixtureGolden(folder);
  const dtypes = golden.files.map(({ file }) => DTYPES[file]!);
  for (const { file, golden: key } of golden.files) {
    const dtype = DTYPES[file]!;
    for (const backend of backendsFor(folder, dtype, dtypes)) {
      test(`${folder} ${dtype} on ${backend}`, async ({ modelPage: page }) => {
        test.skip(backend === 'webgpu' && /fp?16/.test(dtype), 'the software adapter has no shader-f16');
        const bound = TOLERANCE[dtype];
        const { runs } = golden.goldens[key]!;
        const { info } = await loadModel(page, `/fixtures/${folder}`, { backend, dtype });
        expect(info).toMatchObject({ backend, dtype, numLayers: 4, hiddenSize: 64, vocabSize: 320 });
        const computed = await compute(page, golden, runs);
        for (const [index, run] of runs.entries()) {
          const { residPost, logits } = computed[index]!;
          const name = `prompt ${run.prompt}, steering ${run.steering}`;
          expect(largestDifference(residPost, run.residPost.flat()), name).toBeLessThanOrEqual(bound);
          expect(largestDifference(logits.slice(0, 32), run.logits), name).toBeLessThanOrEqual(bound);
        }
        // All eight runs in one batch, rows of different length, each with its own steering.
        const { results } = await generateAll(
          page,
          runs.map((run) => ({
            prompt: golden.prompts[run.prompt]!.inputIds,
            interventions: interventions(golden, run),
            maxNewTokens: run.greedy.length,
          })),
        );
        const certain = runs.flatMap((run, index) => (run.greedyMargin > 10 * bound ? [index] : []));
        for (const index of certain) expect(results[index]!.tokenIds).toEqual(runs[index]!.greedy);
        // Half of an answer is given back: as part of a prompt, which goes on from the shorter one, or as known tokens.
        const half = runs[0]!.greedy.length >> 1;
        const asked = certain.map((index) => ({
          prompt: golden.prompts[runs[index]!.prompt]!.inputIds,
          interventions: interventions(golden, runs[index]!),
          known: runs[index]!.greedy.slice(0, half),
          maxNewTokens: runs[index]!.greedy.length,
        }));
        const goOn = await generateAll(
          page,
          asked.flatMap(({ known, ...lane }) => [
            { ...lane, generated: known },
            { ...lane, prompt: [...lane.prompt, ...known], maxNewTokens: lane.maxNewTokens - half },
          ]),
        );
        for (const [place, index] of certain.entries()) {
          const { greedy } = runs[index]!;
          expect(goOn.results[2 * place]!.tokenIds).toEqual(greedy);
          expect(goOn.results[2 * place + 1]!.tokenIds).toEqual(greedy.slice(half));
        }
      });
    }
  }
}

// Longer than a chunk of prefill and than every sliding window; rows of a batch that start and end at different lengths.
for (const folder of ['gemma2', 'llama-unfused']) {
  test(`${folder} reads long prompts and goes on from them on webgpu as on wasm`, async ({
    modelPage: page,
  }) => {
    const prompts = [100, 33, 64].map((length) =>
      Array.from({ length }, (_, i) => 4 + ((i * 37 + length) % 316)),
    );
    const read = async (backend: 'wasm' | 'webgpu') => {
      await loadModel(page, `/fixtures/${folder}`, { backend, dtype: 'fp32' });
      const logits = await page.evaluate(async (prompts) => {
        const rows: number[] = [];
        for (const prompt of prompts) rows.push(...(await tiller.logits(prompt)));
        return rows;
      }, prompts);
      const { results, events } = await generateAll(
        page,
        prompts.map((prompt, index) => ({ prompt, maxNewTokens: 12 + index })),
      );
      const logProbs = prompts.flatMap((_, lane) =>
        events.filter((event) => event.lane === lane).map((event) => event.logProb),
      );
      return { logits, logProbs, tokenIds: results.map((result) => result.tokenIds) };
    };
    const expected = await read('wasm');
    const found = await read('webgpu');
    expect(found.tokenIds).toEqual(expected.tokenIds);
    expect(expected.logProbs.length).toBeGreaterThan(prompts.length);
    expect(largestDifference(found.logits, expected.logits)).toBeLessThanOrEqual(TOLERANCE.fp32);
    expect(largestDifference(found.logProbs, expected.logProbs)).toBeLessThanOrEqual(TOLERANCE.fp32);
  });
}
