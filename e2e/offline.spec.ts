/** Without a network: the page is kept, the embedded model as well, and a new version waits until it is asked for. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createHandler, listen } from '../scripts/lib/server.mjs';
import { distFolder } from '../scripts/lib/setup.mjs';
import { generateAll, loadModel } from './lib/api.ts';
import { place, prompt } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

// All other specs run without service workers: there a page of an earlier test would answer for the server.
test.use({ serviceWorkers: 'allow' });

/** A copy of the built site, models apart, with a server that can be stopped. */
async function ownSite() {
  const folder = mkdtempSync(join(tmpdir(), 'tiller-site-'));
  const isModel = (path: string) => path.startsWith(join(distFolder, 'models'));
  cpSync(distFolder, folder, { recursive: true, filter: (path) => !isModel(path) });
  const handler = createHandler([
    { path: '/models', folder: join(distFolder, 'models') },
    { path: '', folder },
  ]);
  let server = await listen(handler, 0);
  const { url, port } = server;
  return {
    url,
    stop: () => server.close(),
    async start() {
      server = await listen(handler, port);
    },
    change(file: string, change: (text: string) => string) {
      writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
    },
    close() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'tiller' in globalThis);
}

/** The service worker is there, and what the page needs is kept. */
const isKept = (page: Page): Promise<boolean> =>
  page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active !== null));

test('with its server stopped, the page opens, isolated, loads the embedded model and writes', async ({
  page,
  watch,
}) => {
  // Loads the embedded model twice; a slow machine is no failure.
  test.setTimeout(300_000);
  const site = await ownSite();
  try {
    await open(page, `${site.url}/?load=none#/models`);
    await loadModel(page, 'embedded', { backend: 'wasm' });
    const works = page.getByText('This page and the models in this list work without a network.');
    await expect(works).toBeVisible();
    expect(await isKept(page)).toBe(true);
    const { models } = await page.evaluate(() => tiller.storage());
    expect(models).toMatchObject([{ id: 'embedded', isComplete: true }]);
    // Each byte once: the caches hold the page and one build of the runtime, and nothing of the model but its entry.
    const cached = await page.evaluate(async () => {
      const names = await caches.keys();
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return keys.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(cached.filter((path) => path.startsWith('/models/'))).toEqual(['/models/manifest.json']);
    expect(cached.filter((path) => path.startsWith('/ort/')).sort()).toEqual([
      '/ort/ort-wasm-simd-threaded.mjs',
      '/ort/ort-wasm-simd-threaded.wasm',
    ]);

    site.stop();
    await open(page, `${site.url}/?load=none&again#/vectors`);
    await expect(page.getByRole('heading', { name: 'Vectors', level: 1 })).toBeAttached();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const { info } = await loadModel(page, 'embedded', { backend: 'wasm' });
    expect(info.threads).toBeGreaterThan(1);
    expect(info.selfTest.passed).toBe(true);
    const { results } = await generateAll(page, [{ prompt: 'The sea is', maxNewTokens: 3 }]);
    expect(results[0]?.tokenIds.length).toBe(3);
    for (const name of ['Evaluate', 'Learn', 'Models', 'Playground'] as const) {
      await place(page, name).click();
      await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
    }
  } finally {
    site.close();
    // This site is another one than the suite's.
    watch.foreignRequests.length = 0;
  }
});

test('a new version says so, waits, and comes with Reload; a part that is gone says so as well', async ({
  page,
  watch,
}) => {
  const site = await ownSite();
  try {
    await open(page, `${site.url}/?load=none`);
    await expect.poll(() => isKept(page), { timeout: 20_000 }).toBe(true);
    // A stale copy of the service worker in the browser's own cache would hold a new version back.
    const script = await page.request.head(`${site.url}/sw.js`);
    expect(script.headers()['cache-control']).toBe('no-cache');
    await prompt(page).fill('A draft of mine.');

    // Another version: its page has another title, its service worker another list.
    site.change('index.html', (html) => html.replace('<body>', '<body data-version="2">'));
    site.change('sw.js', (script) =>
      script.replace(/(url:\s*[`"']index\.html[`"'],\s*revision:\s*[`"'])\w+/, '$1another'),
    );
    await page.reload();
    await expect(page.locator('body')).not.toHaveAttribute('data-version');
    const bar = page.getByRole('region', { name: 'New version' });
    await expect(bar).toBeVisible({ timeout: 20_000 });
    await expect(prompt(page)).toHaveValue('A draft of mine.');
    await bar.getByRole('button', { name: 'Later', exact: true }).click();
    await expect(bar).toBeHidden();
    await page.reload();
    await expect(page.locator('body')).not.toHaveAttribute('data-version');
    await bar.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect(page.locator('body')).toHaveAttribute('data-version', '2');
    await expect(prompt(page)).toHaveValue('A draft of mine.');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

    // A chunk that neither a cache nor the server has: a message in its place, and the rest of the page stays.
    await page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    const browserCache = await page.context().newCDPSession(page);
    await browserCache.send('Network.clearBrowserCache');
    site.stop();
    await place(page, 'Learn').click();
    const lost = page.getByRole('alert').filter({ hasText: 'This part of the page did not load' });
    await expect(lost.getByRole('button', { name: 'Reload', exact: true })).toBeVisible();
    await place(page, 'Playground').click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await lost.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await expect(lost).toBeHidden();
    await expect(prompt(page)).toHaveValue('A draft of mine.');
  } finally {
    site.close();
    watch.foreignRequests.length = 0;
  }
});
