/**
 * What can go wrong outside the page while it works, done to it for real: nothing is lost, the page says what happened, and
 * one click goes on where it does not go on by itself. Two visits: a hub that misbehaves, and a browser that does.
 */
import { type BrowserContext, expect, type Page } from '@playwright/test';
import type { Fault } from '../scripts/lib/testHub.ts';
import { generateAll } from './lib/api.ts';
import { load, OTHER, openPage, storage, TINY, test } from './lib/hub.ts';
import { modelWorker } from './lib/loss.ts';
import { alert, model, place, prompt } from './lib/page.ts';
import { importTiny } from './lib/tiny.ts';

const DATA = 'onnx/model.onnx_data';
const FIXTURE = '/fixtures/llama';
const DRAFT = 'A draft of mine.';
const again = (page: Page) => page.getByRole('button', { name: 'Load again', exact: true });
const offer = (page: Page) => page.getByRole('region', { name: 'Model on offer' });
const loaded = (page: Page) => page.getByRole('region', { name: 'Loaded model' });
const progress = (page: Page) => page.locator('.load-progress');

/** Faults that pass by themselves: the download goes on, and the page says nothing once it is whole. */
const PASSING: { title: string; faults: Fault[] }[] = [
  ...[0.1, 0.5, 0.99].map((dropAt) => ({
    title: `a connection that breaks after ${100 * dropAt} %`,
    faults: [{ path: DATA, dropAt }],
  })),
  { title: 'a body shorter than announced', faults: [{ path: DATA, shortenTo: 1000 }] },
  { title: 'a range that is refused', faults: [{ path: DATA, status: 416 }] },
  {
    title: 'a server that is busy, or fails',
    faults: [
      { path: DATA, status: 429, headers: { 'retry-after': '1' } },
      { path: 'tokenizer.json', status: 500 },
      { path: 'tokenizer_config.json', status: 502 },
      { path: 'generation_config.json', status: 503 },
      { path: 'config.json', status: 504 },
    ],
  },
];

/** Faults that do not: what the page says of them, and the click that loads the model once they are over. */
const LASTING: { title: string; fault: Omit<Fault, 'path'>; says: RegExp }[] = [
  {
    title: 'a web page in place of a file',
    fault: { page: '<html>Log in</html>' },
    says: /found a web page/,
  },
  { title: 'a file that is refused', fault: { status: 403 }, says: /found status 403/ },
  { title: 'a file that is gone', fault: { status: 404 }, says: /found none \(status 404\)/ },
  { title: 'ranges that are always refused', fault: { status: 416 }, says: /keeps changing/ },
  {
    title: 'a server that asks for an hour',
    // a hub that hides the header from other sites is asked again until the patience ends
    fault: {
      status: 429,
      headers: { 'retry-after': '3600', 'access-control-expose-headers': 'Retry-After' },
    },
    says: /found 429/,
  },
  {
    title: 'a redirect to a host that is not listed',
    fault: { status: 302, headers: { location: 'https://elsewhere.example/model' } },
    says: /^Expected an address on this site or on the hub/,
  },
  { title: 'other bytes than the hub lists', fault: { changed: true }, says: /is not the file that/ },
];

async function storedBytes(page: Page, id: string): Promise<number> {
  return (await storage(page)).models.find((each) => each.id === id)?.storedBytes ?? 0;
}

async function ask(page: Page, id: string): Promise<void> {
  await model(page).selectOption('address');
  await page.getByRole('textbox', { name: 'Hub id or address' }).fill(id);
  await page.getByRole('combobox', { name: 'Backend' }).selectOption('wasm');
  await page.getByRole('combobox', { name: 'Weights' }).selectOption('fp32');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
}

/** The model is there and computes; then it goes, so that the next load is a first one. */
async function worksAndGoes(page: Page): Promise<void> {
  await expect(loaded(page)).toContainText(TINY.id);
  await expect(progress(page)).toBeHidden();
  await expect(alert(page)).toBeHidden();
  await page.evaluate(async (tiny) => {
    await tiller.generate([{ prompt: [5, 6, 7], maxNewTokens: 2 }]);
    await tiller.unloadModel();
    for (const { key, id } of (await tiller.storage()).models)
      if (id === tiny) await tiller.deleteStored(key);
  }, TINY.id);
}

test('what a server or a connection does to a download is waited out, or said with one click to go on', async ({
  context,
  hub,
}) => {
  // In a tab of its own, as half a minute passes before a connection that delivers nothing is given up.
  const slow = 'onnx/model_q4.onnx_data';
  hub.faults.push({ path: slow, stallAt: 0.5 });
  const other = await openPage(context);
  const stalled = load(other, OTHER.id, { backend: 'wasm', dtype: 'q4' });
  await expect.poll(() => hub.bytesOf(slow)).toBeGreaterThan(0);

  const page = await openPage(context);
  await prompt(page).fill(DRAFT);
  await place(page, 'Models').click();
  for (const { title, faults } of PASSING) {
    await test.step(title, async () => {
      hub.faults.splice(0, hub.faults.length, ...faults.map((fault) => ({ ...fault })));
      await ask(page, TINY.id);
      await worksAndGoes(page);
      expect(hub.faults.filter(({ times = 1 }) => times > 0)).toEqual([]);
    });
  }
  for (const { title, fault, says } of LASTING) {
    await test.step(title, async () => {
      hub.faults.splice(0, hub.faults.length, { path: DATA, times: 1000, ...fault });
      await ask(page, TINY.id);
      await expect(alert(page)).toContainText(says);
      await expect(alert(page)).toContainText('Your prompt, settings and texts are kept.');
      hub.reset();
      await again(page).click();
      await worksAndGoes(page);
    });
  }

  await test.step('a hub out of reach: asked again in one click', async () => {
    hub.isDown = true;
    await ask(page, TINY.id);
    await expect(offer(page)).toContainText('got none');
    hub.isDown = false;
    await offer(page).getByRole('button', { name: 'Ask again', exact: true }).click();
    await worksAndGoes(page);
  });

  await test.step('a connection that goes away in the middle: the page says so, and goes on', async () => {
    let open = () => {};
    const until = new Promise<void>((resolve) => {
      open = resolve;
    });
    hub.faults.push({ path: DATA, until, dropAt: 0 });
    await ask(page, TINY.id);
    await expect.poll(() => storedBytes(page, TINY.id)).toBeGreaterThan(0);
    hub.isDown = true;
    open();
    await expect(progress(page)).toContainText('no answer, trying again');
    hub.isDown = false;
    await worksAndGoes(page);
  });

  await test.step('a runtime that cannot be fetched: loaded again in a new worker', async () => {
    await page.reload();
    await place(page, 'Models').click();
    const runtime = '**/ort/*';
    await page.route(runtime, (route) => route.abort());
    await ask(page, TINY.id);
    // it was tried again by itself, once
    await expect(alert(page)).toContainText(
      /^The program that runs models could not be fetched.*second time/,
    );
    await page.unroute(runtime);
    await again(page).click();
    await expect(alert(page)).toContainText('is loaded again');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await worksAndGoes(page);
  });
  await place(page, 'Playground').click();
  await expect(prompt(page)).toHaveValue(DRAFT);
  expect((await stalled).code).toBe('none');
});

/** As "Clear site data" does, under the running page. */
async function clearSiteData(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await session.detach();
}

test('storage that is cleared under the page, or a worker that hangs on it, takes nothing that the page holds', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', serviceWorkers: 'block' });
  const page = await openPage(context);
  const isLoaded = () => expect(loaded(page).getByRole('heading', { name: 'llama' })).toBeVisible();
  await prompt(page).fill(DRAFT);
  await place(page, 'Models').click();
  /** Loads, and stops before the last file. @returns lets it go on */
  async function loadHalf(): Promise<() => Promise<void>> {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const isAsked = page.waitForRequest(`**${FIXTURE}/${DATA}`);
    await page.route(`**${FIXTURE}/${DATA}`, async (route) => {
      // its size is asked for with its first byte
      if ((await route.request().headerValue('range')) !== 'bytes=0-0') await opened;
      await route.continue().catch(() => {});
    });
    await ask(page, FIXTURE);
    await isAsked;
    await expect.poll(() => storedBytes(page, FIXTURE)).toBeGreaterThan(0);
    return async () => {
      open();
      await page.unroute(`**${FIXTURE}/${DATA}`);
    };
  }

  await test.step('cleared while files are downloaded', async () => {
    const goOn = await loadHalf();
    await clearSiteData(context, page);
    await goOn();
    await expect(alert(page)).toContainText('The stored files are gone');
    await again(page).click();
    await isLoaded();
    await expect(alert(page)).toBeHidden();
  });

  await test.step('cleared while a model is loaded, with a vector in the library', async () => {
    await place(page, 'Vectors').click();
    const library = page.getByRole('region', { name: 'Library', exact: true });
    await importTiny(page);
    await expect(library.getByRole('heading', { name: 'tiny', exact: true })).toBeVisible();
    await clearSiteData(context, page);
    const { results } = await generateAll(page, [{ prompt: [5, 6, 7], maxNewTokens: 3 }]);
    expect(results[0]!.tokenIds).toHaveLength(3);
    expect((await storage(page)).models).toEqual([]);
    // the next thing that is done with the library shows what is left of it
    await importTiny(page);
    await expect(library.getByRole('alert')).toContainText('gone from the browser’s storage: tiny');
    await library.getByRole('button', { name: 'Save again', exact: true }).click();
    await expect(library.getByRole('alert')).toBeHidden();
    await expect(library.getByRole('heading', { name: 'tiny', exact: true })).toHaveCount(2);
  });

  await test.step('a worker that hangs while it fetches files', async () => {
    await place(page, 'Models').click();
    await page.evaluate(() => tiller.unloadModel());
    const goOn = await loadHalf();
    // for ever: only the page can tell, half a minute later
    const hanging = modelWorker(page).evaluate(() => {
      for (;;);
    });
    hanging.catch(() => {});
    await goOn();
    await expect(alert(page)).toContainText('storage stopped answering', { timeout: 60_000 });
    await expect(alert(page)).toContainText('is loaded again', { timeout: 60_000 });
    await isLoaded();
  });
  await place(page, 'Playground').click();
  await expect(prompt(page)).toHaveValue(DRAFT);
  await context.close();
});
