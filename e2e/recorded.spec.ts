/** The first sight of the page: a recorded pair that writes itself, and the proof that the model really writes so. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readSteeringVector } from '../src/core/files/safetensors.ts';
import { interventionsOf } from '../src/core/steering/setting.ts';
import { parseRecordedRuns } from '../src/state/recorded/recordedRuns.ts';
import { expectAccessible } from './lib/accessibility.ts';
import { chat, generateAll, loadModel } from './lib/api.ts';
import { generate, output, prompt, verdict, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const publicFile = (path: string): URL => new URL(`../public/${path}`, import.meta.url);
const runs = parseRecordedRuns(JSON.parse(readFileSync(publicFile('recorded/runs.json'), 'utf8')));
const [first] = runs;
if (!first) throw new Error('public/recorded/runs.json holds no run');

const textOf = (lane: 'unsteered' | 'steered'): string => first[lane].tokens.map(({ text }) => text).join('');

/** Where the text stands, which is what must not move. */
const textBox = (page: Page) => output(page, 'Steered').locator('.output-text').boundingBox();

test('replays a recorded pair token by token before any model is there, and says that it is recorded', async ({
  page,
}) => {
  await page.goto('/?load=none');
  await expect(prompt(page)).toHaveValue(first.prompt);
  await expect(output(page, 'Steered')).toContainText('recorded');
  await expect(verdict(page, 'Steered')).toHaveText(/so far$/);
  const box = await textBox(page);
  await expect(words(page, 'Steered')).toHaveText(textOf('steered'), { timeout: 60_000 });
  await expect(words(page, 'Unsteered')).toHaveText(textOf('unsteered'));
  await expect(verdict(page, 'Unsteered')).toHaveText('fail');
  await expect(verdict(page, 'Steered')).toHaveText('pass');
  expect(await textBox(page)).toEqual(box);
  await expectAccessible(page);
});

test('shows the finished text at once where motion is not wanted, and gives way to another prompt', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/?load=none');
  const firstText = await page.waitForFunction(
    () => document.querySelector('.output-words[data-lane="steered"]')?.textContent,
  );
  expect(await firstText.jsonValue()).toBe(textOf('steered'));
  await prompt(page).fill('Something that nobody recorded.');
  await expect(words(page, 'Steered')).toHaveText('');
  await prompt(page).fill(first.prompt);
  await expect(words(page, 'Steered')).toHaveText(textOf('steered'));
});

test('keeps the recording while the model loads, and its own answer takes the place without a jump', async ({
  page,
}) => {
  await page.goto('/');
  await expect(output(page, 'Steered')).toContainText('recorded');
  await expect(generate(page)).toBeEnabled({ timeout: 120_000 });
  const box = await textBox(page);
  await expect(words(page, 'Steered')).not.toHaveText('');
  await generate(page).click();
  await expect(output(page, 'Steered')).not.toContainText('recorded');
  await expect(words(page, 'Steered')).toHaveText(/\w/);
  expect(await textBox(page)).toEqual(box);
  await page.keyboard.press('Escape');
});

test('the model in this page writes the first eight tokens of the recording again', async ({
  modelPage: page,
}) => {
  const { presetId, setting } = first;
  const vector = readSteeringVector(readFileSync(publicFile(`presets/${presetId}.safetensors`)));
  await loadModel(page, 'embedded', { backend: 'wasm' });
  const lane = { prompt: chat(first.prompt), maxNewTokens: 8, repetitionPenalty: 1.15 };
  const interventions = interventionsOf([{ vector, setting }]).map((each) => ({
    ...each,
    direction: Array.from(each.direction),
  }));
  const { results } = await generateAll(page, [lane, { ...lane, interventions }]);
  const recorded = [first.unsteered, first.steered].map(({ tokens }) =>
    tokens.slice(0, 8).map(({ id }) => id),
  );
  expect(results.map(({ tokenIds }) => tokenIds)).toEqual(recorded);
});
