/** What every tiny decoder computes in the browser, in every form that stock files come in, against its golden numbers. */
import { expect, type Page } from '@playwright/test';
import {
  type FixtureGolden,
  type FixtureRun,
  fixtureGolden,
  largestDifference,
} from '../../scripts/lib/goldenFiles.ts';
import { generateAll, loadModel } from './api.ts';

const FOLDERS = [
  ...['llama', 'llama-single', 'llama-chunks', 'llama-rotary', 'llama-unfused'],
  ...['llama-keep', 'llama-dynamo', 'phi3', 'gemma2', 'gemma2-unfused', 'qwen2'],
  ...['qwen3', 'gemma3', 'phi', 'granite'],
];

export type Dtype = 'fp32' | 'q4' | 'fp16' | 'q4f16' | 'q8' | 'int8';
const DTYPES: Record<string, Dtype> = {
  'onnx/model.onnx': 'fp32',
  'onnx/model_q4.onnx': 'q4',
  'onnx/model_fp16.onnx': 'fp16',
  'onnx/model_q4f16.onnx': 'q4f16',
  'onnx/model_quantized.onnx': 'q8',
  'onnx/model_int8.onnx': 'int8',
};

/** Absolute, for logits and residual stream: on both backends seen at 1e-5 with float32, at 1.2e-2 with float16. */
export const TOLERANCE: Record<Dtype, number> = {
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

/** One file of weights of one tiny decoder. */
export interface FixtureFile {
  folder: string;
  dtype: Dtype;
  golden: FixtureGolden;
  /** computed from weights of this precision */
  runs: FixtureRun[];
}

export const fixtureFiles: FixtureFile[] = FOLDERS.flatMap((folder) => {
  const golden = fixtureGolden(folder);
  return golden.files.map(({ file, golden: key }) => ({
    folder,
    dtype: DTYPES[file]!,
    golden,
    runs: golden.goldens[key]!.runs,
  }));
});

/** Loads the file, and holds residual streams, logits and greedy tokens of every golden run against PyTorch's. */
export async function expectGoldenRuns(
  page: Page,
  { folder, dtype, golden, runs }: FixtureFile,
  backend: 'wasm' | 'webgpu',
): Promise<void> {
  const bound = TOLERANCE[dtype];
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
  // The same code on both backends, so an emulated GPU does two of them.
  const continued = backend === 'webgpu' ? certain.slice(0, 2) : certain;
  const asked = continued.map((index) => ({
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
  for (const [place, index] of continued.entries()) {
    const { greedy } = runs[index]!;
    expect(goOn.results[2 * place]!.tokenIds).toEqual(greedy);
    expect(goOn.results[2 * place + 1]!.tokenIds).toEqual(greedy.slice(half));
  }
}
