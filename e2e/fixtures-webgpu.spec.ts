/** Every tiny decoder on WebGPU, patched in the browser, against its golden numbers. */
import { largestDifference } from '../scripts/lib/goldenFiles.ts';
import { generateAll, loadModel } from './lib/api.ts';
import { expectGoldenRuns, type FixtureFile, fixtureFiles, TOLERANCE } from './lib/fixtures.ts';
import { expect, test } from './lib/test.ts';

/** Files whose kernels are those of another file here: other layouts of the same file, an input fewer, names, scales. */
const LIKE_ANOTHER = ['llama-single', 'llama-chunks', 'llama-keep', 'llama-dynamo'];

/**
 * A software adapter compiles some forty kernels for each file, for seconds. So each topology is read in one weight format, the
 * packed one that people load, and all files only with TILLER_EVERY_FORM=1; WASM always reads all.
 */
function isRead({ folder, dtype }: FixtureFile): boolean {
  if (process.env.TILLER_EVERY_FORM === '1') return true;
  const hasPackedTwin = fixtureFiles.some((other) => other.folder === folder && other.dtype === 'q4');
  const isTwin = dtype === 'q8' || (dtype === 'fp32' && hasPackedTwin);
  return !isTwin && !LIKE_ANOTHER.includes(folder);
}

for (const file of fixtureFiles.filter(isRead)) {
  test(`${file.folder} ${file.dtype} on webgpu`, async ({ modelPage }) => {
    test.skip(/fp?16/.test(file.dtype), 'the software adapter has no shader-f16');
    await expectGoldenRuns(modelPage, file, 'webgpu');
  });
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
