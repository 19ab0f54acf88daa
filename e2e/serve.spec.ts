/** What the server promises the page: isolation for WASM threads, a strict policy, right types, any path. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metaPolicy, securityHeaders } from '../scripts/lib/headers.mjs';
import { createHandler, listen } from '../scripts/lib/server.mjs';
import { distFolder, root } from '../scripts/lib/setup.mjs';
import { failure, generateAll, loadModel } from './lib/api.ts';
import { place } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

test('the page is cross-origin isolated, so WASM threads can share memory', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(() => new SharedArrayBuffer(8).byteLength)).toBe(8);
});

test('the runtime and the model come with types that the browser takes', async ({ request }) => {
  const types: [string, string][] = [
    ['/ort/ort-wasm-simd-threaded.wasm', 'application/wasm'],
    ['/ort/ort-wasm-simd-threaded.asyncify.wasm', 'application/wasm'],
    ['/ort/ort-wasm-simd-threaded.mjs', 'text/javascript; charset=utf-8'],
    ['/models/SmolLM2-135M-Instruct/config.json', 'application/json; charset=utf-8'],
    ['/models/SmolLM2-135M-Instruct/onnx/model_q4.onnx', 'application/octet-stream'],
    ['/models/SmolLM2-135M-Instruct/onnx/model_q4.onnx_data_1', 'application/octet-stream'],
  ];
  for (const [path, type] of types) {
    const response = await request.head(path);
    expect([path, response.status(), response.headers()['content-type']]).toEqual([path, 200, type]);
  }
});

test('the policy refuses code made from text, and connections to strangers', async ({ page, watch }) => {
  await page.goto('/');
  const outcome = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        // In a task of the page's own: what the browser's debugger evaluates is exempt from the policy.
        setTimeout(() => {
          try {
            resolve(String(new Function('return 1')()));
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      }),
  );
  expect(outcome).toBe('EvalError');
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (event.effectiveDirective === 'connect-src') resolve(event.blockedURI);
        });
        fetch('https://stranger.invalid/').catch(() => {});
      }),
  );
  expect(refused).toBe('https://stranger.invalid/');
  expect(watch.pageErrors.length).toBeGreaterThan(0);
  // Provoked by this test.
  watch.pageErrors.length = 0;
  watch.foreignRequests.length = 0;
});

test('the fixtures of the tests are no part of the built site', async ({ request }) => {
  expect((await request.get('/fixtures/llama/config.json')).status()).toBe(200);
  const server = await listen(createHandler([{ path: '', folder: distFolder }]), 0);
  try {
    expect((await request.get(`${server.url}/fixtures/llama/config.json`)).status()).toBe(404);
  } finally {
    server.close();
  }
});

test('the built site works under any path, worker and runtime included', async ({ page, watch }) => {
  const server = await listen(
    createHandler([
      { path: '/some/where/fixtures', folder: join(root, 'e2e', 'fixtures', 'models') },
      { path: '/some/where', folder: distFolder },
    ]),
    0,
  );
  try {
    await page.goto(`${server.url}/some/where/?load=none`);
    await expect(place(page, 'Playground')).toBeVisible();
    const { info } = await loadModel(page, './fixtures/llama-single', { backend: 'wasm', dtype: 'fp32' });
    expect(info.numLayers).toBe(4);
    // All of this site's requests went to the second server, and to its path only.
    expect(watch.foreignRequests.length).toBeGreaterThan(0);
    expect(watch.foreignRequests.filter((url) => !url.startsWith(`${server.url}/some/where/`))).toEqual([]);
  } finally {
    watch.foreignRequests.length = 0;
    server.close();
  }
});

test('a host that sends no headers, under a path: one thread, the policy from the page itself', async ({
  page,
  watch,
}) => {
  const server = await listen(
    createHandler(
      [
        { path: '/tiller/fixtures', folder: join(root, 'e2e', 'fixtures', 'models') },
        { path: '/tiller', folder: distFolder },
      ],
      {},
    ),
    0,
  );
  try {
    const response = await page.goto(`${server.url}/tiller/?load=none`);
    expect(response?.headers()['content-security-policy']).toBeUndefined();
    await expect(place(page, 'Playground')).toBeVisible();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    const { info } = await loadModel(page, './fixtures/llama-single', { backend: 'wasm', dtype: 'fp32' });
    expect(info.numLayers).toBe(4);
    const { results } = await generateAll(page, [{ prompt: [4, 5, 6, 7], maxNewTokens: 3 }]);
    expect(results[0]?.tokenIds.length).toBe(3);
    expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toBe(
      metaPolicy,
    );
    expect(watch.pageErrors).toEqual([]);
    await page.evaluate(() => fetch('https://stranger.invalid/').catch(() => {}));
    await expect.poll(() => watch.pageErrors.join()).toContain('stranger.invalid');
    watch.pageErrors.length = 0;
    // The worker has no policy here, and holds to its own list.
    const { code } = await failure(page, 'loadModel', 'https://stranger.invalid/model');
    expect(code).toBe('address_refused');
    expect(watch.foreignRequests.filter((url) => !url.startsWith(`${server.url}/tiller/`))).toEqual([]);
  } finally {
    watch.foreignRequests.length = 0;
    server.close();
  }
});

test('the built site carries its headers for static hosts', () => {
  const file = readFileSync(join(distFolder, '_headers'), 'utf8');
  for (const [name, value] of Object.entries(securityHeaders))
    expect(file).toContain(`  ${name}: ${value}\n`);
  // what Cloudflare Pages takes of a line
  expect(Math.max(...file.split('\n').map((line) => line.length))).toBeLessThan(2000);
});
