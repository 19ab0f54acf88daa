/** A browser that collects garbage at every moment: nothing that is still waited for may go with it. */
import { CHROMIUM_FLAGS } from '../scripts/lib/chromium.mjs';
import { generateAll, loadModel } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

test('a model is downloaded, stored and read again while the worker collects garbage all the time', async ({
  playwright,
  baseURL,
  launchOptions,
}) => {
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...CHROMIUM_FLAGS, '--js-flags=--expose-gc'],
  });
  const page = await browser.newPage({ baseURL: baseURL!, serviceWorkers: 'block' });
  page.on('worker', (worker) => {
    // A task of its own, so that nothing on the stack is held.
    void worker.evaluate(() => {
      const collect = (globalThis as unknown as { gc(options: object): Promise<void> }).gc;
      setInterval(() => collect({ type: 'major', execution: 'async' }), 0);
    });
  });
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  for (const from of ['the site', 'this device']) {
    const { info } = await loadModel(page, '/fixtures/llama', { backend: 'wasm', dtype: 'fp32' });
    expect(info.selfTest.passed, from).toBe(true);
    const { results } = await generateAll(page, [{ prompt: [5, 6, 7], maxNewTokens: 5 }]);
    expect(results[0]!.tokenIds, from).toHaveLength(5);
    await page.evaluate(() => tiller.unloadModel());
  }
  await browser.close();
});
