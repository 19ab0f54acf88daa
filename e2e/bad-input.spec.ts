/** Files that are not what they should be: each is named, with a remedy, and the app goes on working. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import { root } from '../scripts/lib/setup.mjs';
import { failure, generateAll, loadModel } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

const GOOD = '/fixtures/llama-single';
const CHUNKED = '/fixtures/llama-chunks';
const lfsPointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
const html = '<!doctype html><html><body>Sign in to continue</body></html>';

const fixtureBytes = (path: string): Buffer => readFileSync(join(root, 'e2e', 'fixtures', 'models', path));

/** Fulfils with other bytes than the server has. */
const instead = (body: string | Buffer, contentType = 'application/octet-stream') => {
  return (route: Route) => route.fulfill({ status: 200, contentType, body });
};

/** The object must take another model, and run it, after any failure. */
async function expectUsable(page: Page): Promise<void> {
  await page.unrouteAll();
  await loadModel(page, GOOD, { backend: 'wasm', dtype: 'fp32' });
  const { results } = await generateAll(page, [{ prompt: [290, 304, 262], maxNewTokens: 3 }]);
  expect(results[0]!.tokenIds.length).toBeGreaterThan(0);
}

const model = fixtureBytes('llama-chunks/onnx/model.onnx');
const chunk = fixtureBytes('llama-chunks/onnx/model.onnx_data_1');

const broken: {
  title: string;
  url: string;
  answer: (route: Route) => Promise<void>;
  code: string;
  says: RegExp;
}[] = [
  {
    title: 'an empty model file',
    url: '**/onnx/model.onnx',
    answer: instead(''),
    code: 'file_corrupt',
    says: /model\.onnx.*empty/i,
  },
  {
    title: 'a model file that ends in the middle',
    url: '**/onnx/model.onnx',
    answer: instead(model.subarray(0, Math.floor(model.length / 2))),
    code: 'file_corrupt',
    says: /model\.onnx/,
  },
  {
    title: 'a web page instead of a model file',
    url: '**/onnx/model.onnx',
    answer: instead(html, 'text/html'),
    code: 'file_corrupt',
    says: /HTML|web page/i,
  },
  {
    title: 'a Git LFS pointer instead of a model file',
    url: '**/onnx/model.onnx',
    answer: instead(lfsPointer),
    code: 'file_corrupt',
    says: /LFS/,
  },
  {
    title: 'a Git LFS pointer instead of a data chunk',
    url: '**/onnx/model.onnx_data_1',
    answer: instead(lfsPointer),
    code: 'file_corrupt',
    says: /LFS/,
  },
  {
    title: 'a missing data chunk',
    url: '**/onnx/model.onnx_data_1',
    answer: (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: '404 not found' }),
    code: 'file_missing',
    says: /model\.onnx_data_1/,
  },
  {
    title: 'a data chunk that ends too early',
    url: '**/onnx/model.onnx_data_1',
    answer: instead(chunk.subarray(0, chunk.length - 1000)),
    code: 'file_corrupt',
    says: /model\.onnx_data_1/,
  },
  {
    title: 'a server error',
    url: '**/onnx/model.onnx',
    answer: (route) => route.fulfill({ status: 503, body: 'busy' }),
    code: 'download_failed',
    says: /503/,
  },
];

for (const { title, url, answer, code, says } of broken) {
  test(`${title} ends in ${code}, and another model can be loaded`, async ({ modelPage: page }) => {
    await page.route(url, answer);
    const error = await failure(page, 'loadModel', CHUNKED, { backend: 'wasm', dtype: 'fp32' });
    expect(error).toMatchObject({ name: 'TillerError', code });
    expect(error.message).toMatch(says);
    await expectUsable(page);
  });
}

test('a folder without a model ends in model_not_found', async ({ modelPage: page }) => {
  const error = await failure(page, 'loadModel', '/fixtures/no-such-folder', { backend: 'wasm' });
  expect(error).toMatchObject({ name: 'TillerError', code: 'model_not_found' });
  await expectUsable(page);
});

test('one changed byte in the embedded model ends in hash_mismatch', async ({ page }) => {
  // a browser that has not stored the model yet
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  const bytes = readFileSync(join(root, 'models', 'SmolLM2-135M-Instruct', 'onnx', 'model_q4.onnx'));
  bytes[bytes.length - 1]! ^= 1;
  await page.route('**/onnx/model_q4.onnx', instead(bytes));
  const error = await failure(page, 'loadModel', 'embedded', { backend: 'wasm' });
  expect(error).toMatchObject({ name: 'TillerError', code: 'hash_mismatch' });
  expect(error.message).toMatch(/model_q4\.onnx/);
  await expectUsable(page);
});
