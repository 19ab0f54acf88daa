/** A model that is lost, for real and at every stage: the page says so, loads it again, and goes on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../scripts/lib/setup.mjs';
import { expectAccessible } from './lib/accessibility.ts';
import { failure, loadModel } from './lib/api.ts';
import {
  crashGpuProcess,
  destroyAfter,
  destroyDevice,
  holdDevices,
  isReadingBack,
  killWorker,
  killWorkerAfter,
  stallReadback,
  starveMemory,
} from './lib/loss.ts';
import { alert, generate, model, prompt, setMaxTokens, status, stop, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const FIXTURE = '/fixtures/llama';
const PROMPT = 'What is a lighthouse for?';

/** A page whose model is a tiny one, with steering off, for its vectors are of another model. */
async function open(page: Page, backend: 'webgpu' | 'wasm'): Promise<void> {
  holdDevices(page);
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  await loadModel(page, FIXTURE, { backend });
  await page.getByRole('switch', { name: 'Steering', exact: true }).click();
  await prompt(page).fill(PROMPT);
  await setMaxTokens(page, 48);
}

/** What the model answers when nothing happens. */
async function answer(page: Page): Promise<string> {
  await generate(page).click();
  await expect(status(page).first()).toHaveText(/^Done/, LONG);
  return words(page, 'Unsteered').innerText();
}

// The software adapter compiles every shader anew for each device.
const LONG = { timeout: 120_000 };
test.describe.configure({ timeout: 300_000 });

const backAgain = (page: Page) => expect(alert(page)).toContainText('is loaded again', LONG);
const runAgain = (page: Page) => page.getByRole('button', { name: 'Run again', exact: true });

/** By itself, or on WASM where the browser gives the site no WebGPU any more. */
async function comesBack(page: Page): Promise<void> {
  await expect(alert(page)).toContainText('The graphics device was lost');
  const useWasm = page.getByRole('button', { name: 'Use WASM instead', exact: true });
  const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
  await expect(useWasm.or(dismiss)).toBeVisible(LONG);
  if (await useWasm.isVisible()) await useWasm.click();
  await backAgain(page);
}

async function loadedBackend(page: Page): Promise<string | undefined> {
  return page.evaluate(() => tiller.model?.backend);
}

/** A second loss soon after the first is another matter: tests that share a page have a quarter of an hour between them. */
const waitLong = (page: Page) =>
  page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 15 * 60_000;
  });

test.describe('a device', () => {
  test.describe.configure({ mode: 'serial' });
  /** what the model writes when it is left alone */
  let whole: string;

  test.beforeAll(async ({ modelPage: page }) => {
    test.setTimeout(300_000);
    await open(page, 'webgpu');
    whole = await answer(page);
  });
  test.beforeEach(({ modelPage }) => waitLong(modelPage));

  test('lost while nothing happens: the model comes back, and the next answer is as before', async ({
    modelPage: page,
  }) => {
    await destroyDevice(page);
    await backAgain(page);
    expect(await loadedBackend(page)).toBe('webgpu');
    await expect(runAgain(page)).toBeHidden();
    await expectAccessible(page);
    // The texts of before are still there, and so is the prompt.
    expect(await words(page, 'Unsteered').innerText()).toBe(whole);
    await expect(prompt(page)).toHaveValue(PROMPT);
    expect(await answer(page)).toBe(whole);
    await expect(alert(page)).toBeHidden();
  });

  test('lost while it writes: the text stays as far as it came, and the run is repeated on request', async ({
    modelPage: page,
  }) => {
    // some of the 48 steps, of several submissions each
    await destroyAfter(page, 60);
    await generate(page).click();
    await backAgain(page);
    await expect(status(page).first()).toHaveText('Ended by an error');
    await expect(stop(page)).toBeHidden();
    const cut = await words(page, 'Unsteered').innerText();
    expect(cut).toMatch(/\w/);
    expect(whole.startsWith(cut)).toBe(true);
    expect(cut.length).toBeLessThan(whole.length);
    await runAgain(page).click();
    await expect(status(page).first()).toHaveText(/^Done/, LONG);
    expect(await words(page, 'Unsteered').innerText()).toBe(whole);
    await expect(alert(page)).toBeHidden();
  });
});

test('a device lost while it reads the prompt: no token of it is shown, and the next run works', async ({
  page,
}) => {
  await open(page, 'webgpu');
  await destroyAfter(page, 1);
  await generate(page).click();
  await backAgain(page);
  await expect(words(page, 'Unsteered')).toHaveText('');
  await runAgain(page).click();
  await expect(status(page).first()).toHaveText(/^Done/, LONG);
  await expect(words(page, 'Unsteered')).toHaveText(/\w/);
});

test('lost twice in a row, the model stays away, and WASM is offered and works', async ({ page }) => {
  await open(page, 'webgpu');
  const before = await answer(page);
  await destroyDevice(page);
  await backAgain(page);
  await destroyDevice(page);
  await expect(alert(page)).toContainText('second time');
  expect(await loadedBackend(page)).toBeUndefined();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use WASM instead', exact: true }).click();
  await backAgain(page);
  expect(await loadedBackend(page)).toBe('wasm');
  expect(await answer(page)).toBe(before);
});

test('a worker that dies without a word is replaced, and writes as before', async ({ page }) => {
  await open(page, 'wasm');
  const whole = await answer(page);
  await killWorkerAfter(page, 20);
  await generate(page).click();
  await backAgain(page);
  expect(whole.startsWith(await words(page, 'Unsteered').innerText())).toBe(true);
  await runAgain(page).click();
  await expect(status(page).first()).toHaveText(/^Done/, LONG);
  expect(await words(page, 'Unsteered').innerText()).toBe(whole);
});

test('long work goes on by itself after its worker died', async ({ page }) => {
  await open(page, 'wasm');
  await page.getByRole('textbox', { name: 'Your own instruction', exact: true }).fill('talk like a pirate');
  await page.getByRole('button', { name: 'Steer this way', exact: true }).click();
  await expect(page.getByRole('progressbar', { name: 'Progress of your own instruction' })).toBeVisible();
  await killWorker(page);
  await backAgain(page);
  // What it found steers at once.
  await expect(page.getByRole('option', { name: 'talk like a pirate', selected: true })).toBeAttached({
    timeout: 120_000,
  });
});

test('a model for which the memory does not suffice is said to be too large, and not loaded over and over', async ({
  page,
}) => {
  starveMemory(page);
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  const { code } = await failure(page, 'loadModel', 'embedded', { backend: 'wasm' });
  expect(code).toBe('out_of_memory');
  await expect(alert(page)).toContainText('does not fit');
  await expect(alert(page).getByRole('link', { name: 'Choose another model', exact: true })).toBeVisible();
  // A smaller one works, in a new worker whose memory is as scarce.
  await loadModel(page, FIXTURE, { backend: 'wasm' });
  await expect(alert(page)).toBeHidden();
});

test('a chat template that never ends is ended: the page says so and keeps everything, and another model works', async ({
  page,
}) => {
  const config = JSON.parse(
    readFileSync(join(root, 'e2e/fixtures/models/llama/tokenizer_config.json'), 'utf8'),
  );
  const endless = '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}';
  await page.route('**/fixtures/llama/tokenizer_config.json', (route) =>
    route.fulfill({ json: { ...config, chat_template: endless } }),
  );
  // The page waits two times ten seconds.
  await page.addInitScript(() => {
    const { setTimeout } = globalThis;
    const hurried = (then: () => void, ms?: number) => setTimeout(then, ms === 10_000 ? 500 : ms);
    Object.assign(globalThis, { setTimeout: hurried });
  });
  await open(page, 'wasm');
  await generate(page).click();
  await expect(alert(page)).toContainText('did not come to an end');
  await expect(alert(page)).toContainText('It would happen again');
  await expect(status(page).first()).toHaveText('Ended by an error');
  await expect(prompt(page)).toHaveValue(PROMPT);
  await loadModel(page, '/fixtures/llama-single', { backend: 'wasm' });
  await expect(alert(page)).toBeHidden();
  await expect(words(page, 'Unsteered')).toHaveText('');
  expect(await answer(page)).toMatch(/\w/);
});

// Last: a browser that lost its GPU process may refuse WebGPU to the site afterwards.
test('a GPU process that crashes while a model loads: the load is repeated, or WASM is offered', async ({
  page,
  browser,
}) => {
  holdDevices(page);
  const stopStalling = stallReadback(page);
  await page.goto('/?load=none#/models');
  await model(page).selectOption('address');
  await page.getByRole('textbox', { name: 'Hub id or address' }).fill(FIXTURE);
  await page.getByRole('combobox', { name: 'Backend' }).selectOption('webgpu');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await page.getByRole('button', { name: /all the same$/ }).click();
  await expect.poll(() => isReadingBack(page), LONG).toBe(true);
  stopStalling();
  await crashGpuProcess(browser);
  await comesBack(page);
  await expect(runAgain(page)).toBeHidden();
});

test('a crash of the browser’s GPU process is survived', async ({ page, browser }) => {
  await open(page, 'webgpu');
  const before = await answer(page);
  await crashGpuProcess(browser);
  await comesBack(page);
  expect(await answer(page)).toBe(before);
});
