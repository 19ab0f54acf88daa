/**
 * The Models place against a hub of our own: from a name to a verdict, a download, a stored model and its deletion.
 * Requests for the hub's address are answered by the test hub; the models are small, one padded to more than may be
 * downloaded without asking.
 */
import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { root } from '../scripts/lib/setup.mjs';
import { TestHub } from '../scripts/lib/testHub.ts';
import { expectAccessible } from './lib/accessibility.ts';
import './lib/api.ts';
import { model, place, prompt } from './lib/page.ts';
import { expect, test, type Watch } from './lib/test.ts';

const fixtures = join(root, 'e2e', 'fixtures', 'models');
const SMALL = 'tiller-tests/small-llama';
const LARGE = 'tiller-tests/padded-llama';
const GATED = 'tiller-tests/gated-llama';
/** Of the catalogue: its 3.8 billion weights are known, whatever files lie there. */
const PHI = 'onnx-community/Phi-3.5-mini-instruct-onnx-web';

const folder = mkdtempSync(join(tmpdir(), 'tiller-hub-'));
cpSync(join(fixtures, 'llama-chunks'), folder, { recursive: true });
const CHUNK = 'onnx/model_q4.onnx_data_1';
const PIECE_BYTES = 8 << 20;
/** Three pieces of a download, all as long, since nobody knows which of them comes last. */
const CHUNK_BYTES = 3 * PIECE_BYTES;
appendFileSync(join(folder, CHUNK), Buffer.alloc(CHUNK_BYTES - statSync(join(folder, CHUNK)).size));

const commit = (digit: string) => digit.repeat(40);
const hub = new TestHub([
  { id: SMALL, folder: join(fixtures, 'llama'), commit: commit('a') },
  { id: LARGE, folder, commit: commit('b') },
  { id: GATED, folder: join(fixtures, 'llama'), commit: commit('c'), gated: 'manual' },
  { id: PHI, folder: join(fixtures, 'phi3'), commit: commit('d'), licence: 'mit' },
]);

test.beforeAll(async () => {
  await hub.listen();
});
test.afterAll(() => {
  hub.close();
  rmSync(folder, { recursive: true });
});

test.beforeEach(async ({ context, page, watch }) => {
  hub.sent.length = 0;
  hub.faults.length = 0;
  await answerAsHub(context);
  await page.goto('/?load=none#/models');
  forget(watch);
});
test.afterEach(({ watch }) => forget(watch));

/** The hub's own address is met by the test hub, redirects and all. */
async function answerAsHub(context: BrowserContext): Promise<void> {
  await context.route('https://huggingface.co/**', async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const { range } = await request.allHeaders();
    try {
      const answer = await fetch(hub.origin + pathname + search, range ? { headers: { range } } : {});
      const body = Buffer.from(await answer.arrayBuffer());
      const { 'transfer-encoding': _, ...headers } = Object.fromEntries(answer.headers);
      await route.fulfill({ status: answer.status, headers, body });
    } catch {
      await route.abort('connectionreset').catch(() => {});
    }
  });
}

/** Requests for the hub, and for the app under another name, are what these tests are about. */
function forget(watch: Watch): void {
  const isMeant = (url: string) => /^(https:\/\/huggingface\.co|http:\/\/tiller\.localhost:\d+)\//.test(url);
  watch.foreignRequests = watch.foreignRequests.filter((url) => !isMeant(url));
}

const offer = (page: Page) => page.getByRole('region', { name: 'Model on offer' });
/** As from a file manager: only the browser itself can put a folder into a drop. */
async function dropFolder(session: CDPSession, path: string): Promise<void> {
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
}

const loaded = (page: Page) => page.getByRole('region', { name: 'Loaded model' });
const onDevice = (page: Page) => page.getByRole('region', { name: 'On this device' });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function ask(page: Page, address: string): Promise<void> {
  await model(page).selectOption('address');
  await page.getByRole('textbox', { name: 'Hub id or address' }).fill(address);
  await button(page, /^Load$/).click();
}

test('a small model is loaded as soon as it is known to fit, stored, verified, deleted', async ({ page }) => {
  await ask(page, SMALL);
  await expect(loaded(page).getByText('4, hidden size 64')).toBeVisible({ timeout: 60_000 });
  await expect(loaded(page).getByText(`${SMALL} at ${commit('a')}`)).toBeVisible();
  await expect(onDevice(page).getByRole('heading', { name: 'small-llama' })).toBeVisible();
  await expect(onDevice(page)).toContainText('aaaaaaa');
  await button(page, 'Verify small-llama').click();
  await expect(onDevice(page)).toContainText('Every byte is as it should be.');
  await expectAccessible(page);
  await button(page, 'Delete small-llama').click();
  await button(page, 'Delete small-llama for good').click();
  await expect(onDevice(page)).toContainText('No model is stored yet');
});

test('more than 20 MB are downloaded after a click, and what is here is kept over a pause', async ({
  page,
}) => {
  await ask(page, LARGE);
  await expect(offer(page)).toContainText('Fits this device, on WASM');
  await expect(offer(page)).toContainText('apache-2.0');
  expect(hub.bytesOf(CHUNK)).toBe(0);
  await expectAccessible(page);

  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  hub.faults.push({ path: CHUNK, until });
  await button(page, /^Download 25 MB and load$/).click();
  // all but one piece of the large file, in the storage's own count
  const missing = () =>
    page.evaluate(async () => {
      const [model] = (await tiller.storage()).models;
      return model && (model.sizeBytes ?? 0) - model.storedBytes;
    });
  await expect.poll(missing).toBe(PIECE_BYTES);
  await button(page, 'Pause').click();
  const resume = button(page, /^Resume, 8 MB left$/);
  await expect(resume).toBeVisible();
  await expect(onDevice(page)).toContainText(/17 MB of 25 MB, begun/);
  answer();

  hub.sent.length = 0;
  await resume.click();
  await expect(loaded(page).getByText('4, hidden size 64')).toBeVisible({ timeout: 60_000 });
  await expect(offer(page)).toBeHidden();
  expect(hub.bytesOf('_data') + hub.bytesOf(CHUNK) + hub.bytesOf('tokenizer.json')).toBe(PIECE_BYTES);
});

test('a stored model comes back after a reload, and nothing is downloaded again', async ({ page }) => {
  await ask(page, SMALL);
  await expect(loaded(page).getByText('4, hidden size 64')).toBeVisible({ timeout: 60_000 });
  hub.sent.length = 0;
  await page.goto('/#/models');
  await expect(loaded(page).getByText(`${SMALL} at ${commit('a')}`)).toBeVisible({ timeout: 60_000 });
  expect(hub.bytesOf('.onnx')).toBe(0);
  expect(hub.bytesOf('.onnx_data')).toBe(0);
});

test('a model that does not fit is refused before its download, with the numbers and a smaller one', async ({
  page,
}) => {
  await button(page, 'Choose Phi-3.5 mini Instruct').click();
  await expect(offer(page)).toContainText('Does not fit this device');
  await expect(offer(page)).toContainText('without WebGPU its weights need 15.2 GB; a page can hold 2.1 GB', {
    ignoreCase: true,
  });
  await expect(offer(page)).toContainText('Choose a smaller model, such as Qwen2.5 0.5B Instruct.');
  await expect(button(page, /^Download/)).toBeHidden();
  await expectAccessible(page);
  await button(page, 'Not now').click();
  await expect(offer(page)).toBeHidden();
});

test('a gated repository says what to do, and no token is asked for', async ({ page }) => {
  await ask(page, GATED);
  await expect(offer(page)).toContainText('This repository is gated');
  await expect(page.getByRole('link', { name: 'Read its terms on the hub' })).toHaveAttribute(
    'href',
    `https://huggingface.co/${GATED}`,
  );
  await button(page, 'Open a folder').click();
  await expect(model(page)).toHaveValue('folder');
});

test('a repository that does not exist is named, and another can be chosen', async ({ page }) => {
  await ask(page, 'tiller-tests/nothing-here');
  await expect(offer(page)).toContainText('tiller-tests/nothing-here');
  await button(page, 'Choose another model').click();
  await expect(offer(page)).toBeHidden();
});

test('a folder is opened by a drop on the page, and by the file dialog', async ({ page, context }) => {
  await expect(model(page)).toBeVisible();
  await dropFolder(await context.newCDPSession(page), join(fixtures, 'qwen2'));
  await expect(loaded(page).getByRole('heading', { name: 'qwen2' })).toBeVisible({ timeout: 60_000 });

  const choosing = page.waitForEvent('filechooser');
  await page.getByLabel('Folder', { exact: true }).click();
  await (await choosing).setFiles(join(fixtures, 'llama'));
  await button(page, /^Load$/).click();
  await expect(loaded(page).getByRole('heading', { name: 'llama' })).toBeVisible({ timeout: 60_000 });
  await expect(loaded(page).getByText('4, hidden size 64')).toBeVisible();
  await place(page, 'Playground').click();
  await expect(prompt(page)).toBeVisible();
});

test('on another host the embedded model is downloaded after a click, and by itself from then on', async ({
  page,
  context,
  baseURL,
}) => {
  const asked: string[] = [];
  await context.route('**/models/SmolLM2*/**', (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await page.goto(`${baseURL?.replace('localhost', 'tiller.localhost')}/`);
  const load = button(page, /^Load SmolLM2.*, \d+ MB$/);
  await expect(load).toBeVisible();
  expect(asked).toEqual([]);
  await load.click();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  asked.length = 0;
  await page.reload();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
});

test('unconfirmed repositories are shown when they are asked for', async ({ page }) => {
  await expect(button(page, 'Choose Phi-3 mini 4k Instruct')).toBeHidden();
  await page.getByRole('switch', { name: 'Show unconfirmed models' }).click();
  await expect(button(page, 'Choose Phi-3 mini 4k Instruct')).toBeVisible();
});
