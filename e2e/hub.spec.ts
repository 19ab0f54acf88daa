/** Models from the hub: downloaded once, kept, gone on with, checked; against a server that behaves as the hub does. */
import { statSync } from 'node:fs';
import { expect } from '@playwright/test';
import { generateAll } from './lib/api.ts';
import { load, OTHER, openPage, SMOL, storage, TINY, test } from './lib/hub.ts';
import { generate, place, setMaxTokens, status, words } from './lib/page.ts';

const DATA = 'onnx/model.onnx_data';
const DATA_BYTES = statSync(`${TINY.folder}/${DATA}`).size;
/** Keeps an answer of the hub back until the test opens it. */
function closedGate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const FP32 = { backend: 'wasm', dtype: 'fp32' } as const;

test('a model is downloaded at a commit, kept, and loads from this device when the hub is out of reach', async ({
  context,
  hub,
}) => {
  const page = await openPage(context);
  const survey = await page.evaluate((id) => tiller.survey(id, { backend: 'wasm', dtype: 'fp32' }), TINY.id);
  expect(survey).toMatchObject({ revision: TINY.commit, licence: 'apache-2.0', isGated: false });
  expect(survey.downloadBytes).toBe(survey.sizeBytes);
  expect(hub.bytesOf(DATA)).toBe(0);

  const { info, progress } = await load(page, TINY.id, FP32);
  expect(info).toMatchObject({ id: TINY.id, revision: TINY.commit, dtype: 'fp32' });
  expect(hub.bytesOf(DATA)).toBe(DATA_BYTES);
  expect(progress.findLast(({ stage }) => stage === 'download')).toMatchObject({ loaded: survey.sizeBytes });
  const { models, kind } = await storage(page);
  expect(kind).toBe('opfs');
  expect(models).toMatchObject([
    { key: survey.key, isComplete: true, check: 'hub', sizeBytes: survey.sizeBytes },
  ]);

  hub.isDown = true;
  await page.reload();
  const again = await load(page, TINY.id, FP32);
  expect(again.info?.filesSha256).toBe(info!.filesSha256);
  const { results } = await generateAll(page, [{ prompt: [5, 6, 7], maxNewTokens: 3 }]);
  expect(results[0]!.tokenIds.length).toBe(3);
  const offline = await page.evaluate((id) => tiller.survey(id, { backend: 'wasm', dtype: 'fp32' }), TINY.id);
  expect(offline).toMatchObject({ key: survey.key, downloadBytes: 0 });
});

test('a reload in the middle goes on with the missing bytes, and the cached load holds no whole file', async ({
  context,
  hub,
}) => {
  test.setTimeout(240_000);
  const total = ['', '_1', '_2'].reduce(
    (sum, end) => sum + statSync(`${SMOL.folder}/onnx/model_q4.onnx_data${end}`).size,
    0,
  );
  const weights = () =>
    hub.sent.filter(({ path }) => path.includes('_data')).reduce((sum, { bytes }) => sum + bytes, 0);
  hub.faults.push({ path: 'onnx/model_q4.onnx_data_1', stallAt: 0.1, times: 1000 });
  const page = await openPage(context);
  await page.evaluate((id) => {
    void tiller.loadModel(id, { backend: 'wasm', dtype: 'q4' }).catch(() => {});
  }, SMOL.id);
  const stored = async () => (await storage(page)).models[0]?.storedBytes ?? 0;
  await expect.poll(stored, { timeout: 60_000 }).toBeGreaterThan(40e6);
  await page.reload();
  const [kept] = (await storage(page)).models;
  expect(kept).toMatchObject({ id: SMOL.id, isComplete: false });

  hub.faults.length = 0;
  hub.sent.length = 0;
  const { info, progress } = await load(page, SMOL.id, { backend: 'wasm', dtype: 'q4' });
  expect(info?.selfTest.passed).toBe(true);
  const resumed = Math.max(...progress.map(({ resumedBytes = 0 }) => resumedBytes));
  expect(resumed).toBeGreaterThan(40e6);
  // of the kept bytes some are small files; all others are weights, and none of them is fetched again
  expect(weights()).toBeLessThanOrEqual(total - 40e6);

  // the largest tensor is the embedding: 49,152 x 576 weights of 8 bits
  const largest = 49_152 * 576;
  await page.reload();
  const cached = await load(page, SMOL.id, { backend: 'wasm', dtype: 'q4' });
  expect(cached.info!.peakLoaderBytes).toBeGreaterThan(largest);
  expect(cached.info!.peakLoaderBytes).toBeLessThanOrEqual(1.3 * largest + 64e6);
  const verified = await page.evaluate((key) => tiller.verifyStored(key), kept!.key);
  expect(verified.passed).toBe(true);
});

test('two tabs download a model once, and read it at the same time', async ({ context, hub }) => {
  const tabs = [await openPage(context), await openPage(context)];
  const loaded = await Promise.all(tabs.map((page) => load(page, TINY.id, FP32)));
  expect(loaded.map(({ code }) => code)).toEqual(['none', 'none']);
  expect(hub.bytesOf(DATA)).toBe(DATA_BYTES);
  // both from the device now
  hub.isDown = true;
  const again = await Promise.all(tabs.map((page) => load(page, TINY.id, FP32)));
  expect(again.map(({ code }) => code)).toEqual(['none', 'none']);
  const answers = await Promise.all(
    tabs.map((page) => generateAll(page, [{ prompt: [5, 6, 7], maxNewTokens: 5 }])),
  );
  expect(answers[0]!.results[0]!.tokenIds).toEqual(answers[1]!.results[0]!.tokenIds);
});

test('without room on the device a model runs from memory, and says so', async ({
  context,
  hub,
  baseURL,
}) => {
  expect(hub.faults).toEqual([]);
  const page = await openPage(context);
  const session = await context.newCDPSession(page);
  const origin = new URL(baseURL ?? '').origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  const { info } = await load(page, TINY.id, FP32);
  expect(info?.selfTest.notices.join()).toMatch(/no room to keep the model.*memory/);
  expect((await storage(page)).models).toEqual([]);
});

test('when room runs out in the middle, the download goes on in memory, and the page says so', async ({
  context,
  hub,
  baseURL,
}) => {
  const gate = closedGate();
  hub.faults.push({ path: DATA, until: gate.opened });
  const page = await openPage(context);
  const loading = load(page, TINY.id, FP32);
  // everything but the file that is held back
  const missing = async () => {
    const [kept] = (await storage(page)).models;
    return kept && kept.sizeBytes - kept.storedBytes;
  };
  await expect.poll(missing).toBe(DATA_BYTES);
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(baseURL ?? '').origin,
    quotaSize: 1000,
  });
  gate.open();
  expect((await loading).code).toBe('none');
  // what could not be written is fetched again at most, and what had been written is not
  expect(hub.bytesOf(DATA)).toBeLessThanOrEqual(2 * DATA_BYTES);
  expect(hub.bytesOf('tokenizer.json')).toBe(statSync(`${TINY.folder}/tokenizer.json`).size);
  expect((await storage(page)).models).toEqual([]);
  await place(page, 'Models').click();
  await expect(page.getByRole('region', { name: 'Loaded model' })).toContainText(/no room to keep.*memory/);
});

test('the page answers while another model is downloaded, which then takes its place', async ({
  context,
  hub,
}) => {
  const page = await openPage(context);
  await load(page, OTHER.id, FP32);
  const gate = closedGate();
  // as long as it takes: a request that is given up is made again
  hub.faults.push({ path: DATA, until: gate.opened, times: 100 });
  await page.getByRole('switch', { name: 'Steering', exact: true }).click();
  const loading = load(page, TINY.id, FP32);
  await expect(page.getByRole('progressbar', { name: 'Load progress' })).toBeVisible();
  await setMaxTokens(page, 8);
  await generate(page).click();
  // a tiny model writes anything, but it writes
  await expect(words(page, 'Unsteered')).toHaveText(/\S/);
  await expect(generate(page)).toBeEnabled();
  expect(await page.evaluate(() => tiller.model?.id)).toBe(OTHER.id);
  gate.open();
  expect((await loading).info).toMatchObject({ id: TINY.id });
  await generate(page).click();
  await expect(page.getByText('Ended by an error')).toBeHidden();
  await expect(status(page).first()).toHaveText(/^Done/);
});

test('a stored model is deleted, and then downloaded again', async ({ context, hub }) => {
  const page = await openPage(context);
  await load(page, TINY.id, FP32);
  await page.evaluate(async () => {
    for (const { key } of (await tiller.storage()).models) await tiller.deleteStored(key);
  });
  expect((await storage(page)).models).toEqual([]);
  await load(page, TINY.id, FP32);
  expect(hub.bytesOf(DATA)).toBe(2 * DATA_BYTES);
});

test('bytes that are not what the hub lists are refused', async ({ context, hub }) => {
  hub.faults.push({ path: DATA, changed: true });
  const page = await openPage(context);
  expect((await load(page, TINY.id, FP32)).code).toBe('hash_mismatch');
  expect((await storage(page)).models.filter(({ isComplete }) => isComplete)).toEqual([]);
});
