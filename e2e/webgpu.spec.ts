/** The embedded model on WebGPU. The software adapter takes seconds a token, so a handful of tokens has to do. */

import { embeddedGolden } from '../scripts/lib/goldenFiles.ts';
import { chat, generateAll, loadModel } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

const golden = embeddedGolden();

test('the embedded model runs on WebGPU, passes its self-test there and writes the golden tokens', async ({
  modelPage: page,
}) => {
  test.setTimeout(600_000);
  const { info } = await loadModel(page, 'embedded', { backend: 'webgpu' });
  expect(info).toMatchObject({ backend: 'webgpu', dtype: 'q4', numLayers: 30 });
  expect(info.selfTest.passed).toBe(true);
  // The self-test has read this model's first golden prompt.
  expect(info.selfTest.goldenDifference).toBeLessThanOrEqual(golden.tolerances.webgpu.logits);
  // Prefill in one go is wrong on the software adapter, which has to be found out.
  expect(info.prefillChunk).toBeLessThan(256);

  const prompt = chat(golden.prompts[0]!.message);
  const { direction } = golden.vectors.french!;
  const steer = { layer: 25, direction: direction['25']!, operator: 'add' as const, value: 300 };
  const { results } = await generateAll(page, [
    { prompt, maxNewTokens: 2 },
    { prompt, maxNewTokens: 2, interventions: [steer] },
  ]);
  const expected = golden.prompts[0]!.greedy32.tokenIds.slice(0, 2);
  expect(results[0]!.tokenIds).toEqual(expected);
  expect(results[1]!.tokenIds).not.toEqual(expected);
});
