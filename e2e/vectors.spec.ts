/** The Vectors place on a tiny model: from typed words to a saved vector, through files and back, and away again. */
import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { readVectorFile } from '../src/core/files/vectorFormats.ts';
import { freeInstruction } from '../src/core/pairs/free.ts';
import { buildTable, toPairs } from '../src/core/pairs/table.ts';
import { interventionsOf } from '../src/core/steering/setting.ts';
import type { SteeringVector } from '../src/core/steering/types.ts';
import type { Lane } from '../src/protocol/model.ts';
import { expectAccessible } from './lib/accessibility.ts';
import { generateAll, loadModel } from './lib/api.ts';
import { expect, test } from './lib/test.ts';

const MODEL = '/fixtures/llama';
const WORDS = 'talk like a pirate';
const PAIRS = 6;
/** Far enough for the tiny model's tokens to change. */
const SETTING = { layer: 2, operator: 'add', strength: 3 } as const;

const region = (page: Page, name: string | RegExp): Locator => page.getByRole('region', { name });
const library = (page: Page): Locator => page.getByRole('region', { name: 'Library', exact: true });
const savedNames = (page: Page): Locator => library(page).getByRole('heading', { level: 3 });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const cell = (page: Page, number: number, side: 'with the instruction' | 'without it'): Locator =>
  page.getByRole('textbox', { name: `Pair ${number}, ${side}`, exact: true });

async function open(page: Page): Promise<void> {
  await page.goto('/?load=none#/vectors');
  await expect(page.getByRole('heading', { name: 'Vectors', level: 1 })).toBeVisible();
  await loadModel(page, MODEL, { backend: 'wasm', dtype: 'fp32' });
}

/** Words, a small number of pairs, and the vector of these. */
async function build(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Instruction in your words' }).fill(WORDS);
  await page.getByRole('spinbutton', { name: 'Number of pairs' }).fill(String(PAIRS));
  await expect(cell(page, PAIRS, 'without it')).toBeVisible();
  await button(page, 'Build vector').click();
  await expect(page.getByRole('heading', { name: WORDS, level: 3 })).toBeVisible();
}

async function save(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Notes', exact: true }).fill('Arr.');
  await button(page, 'Save').click();
  await expect(savedNames(page)).toHaveText([name]);
}

async function exported(page: Page, name: string, format: string): Promise<{ file: string; bytes: Buffer }> {
  const list = page.getByRole('list', { name: `Export ${name}`, exact: true });
  if (!(await list.isVisible())) await button(page, `Export ${name}`).click();
  const [download] = await Promise.all([
    page.waitForEvent('download') as Promise<Download>,
    list.getByRole('button', { name: format, exact: true }).click(),
  ]);
  return { file: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const importFile = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  library(page)
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });

/** As a file that is dragged onto the library. */
async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, values]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(values)], name));
      return transfer;
    },
    [name, [...bytes]] as const,
  );
  await library(page).dispatchEvent('drop', { dataTransfer: data });
}

/** Greedy tokens under each vector, and without one in the end. */
async function tokens(page: Page, vectors: readonly SteeringVector[]): Promise<number[][]> {
  const lane: Lane = { prompt: [{ role: 'user', content: 'Where is the ship?' }], maxNewTokens: 12 };
  const steered = vectors.map((vector) => ({
    ...lane,
    interventions: interventionsOf([{ vector, setting: SETTING }]).map((each) => ({
      ...each,
      direction: Array.from(each.direction),
    })),
  }));
  const { results } = await generateAll(page, [...steered, lane]);
  return results.map(({ tokenIds }) => tokenIds);
}

test('says what is missing before there is a model, an instruction or a saved vector', async ({ page }) => {
  await page.goto('/?load=none#/vectors');
  await expect(page.getByText('There are no pairs yet.', { exact: false })).toBeVisible();
  await expect(library(page)).toContainText('Nothing is saved yet.');
  await expect(button(page, 'Build vector')).toBeDisabled();
  await page.getByRole('textbox', { name: 'Instruction in your words' }).fill('in French');
  await expect(page.getByText('A model has to be loaded first.')).toBeVisible();
  await button(page, 'Tokens of pair 1').click();
  await expect(page.getByText('none is loaded', { exact: false })).toBeVisible();
});

test('a table of pairs is edited, checked, taken back, and comes through a file unchanged', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('textbox', { name: 'Instruction in your words' }).fill(WORDS);
  await page.getByRole('spinbutton', { name: 'Number of pairs' }).fill('12');
  await expect(page.getByText('1 to 10 of 12')).toBeVisible();

  await cell(page, 1, 'with the instruction').fill('Ahoy, say "arr", matey');
  await cell(page, 2, 'with the instruction').fill('');
  await expect(cell(page, 2, 'with the instruction')).toHaveAccessibleDescription(
    'The text with the instruction is empty.',
  );
  await button(page, 'Undo').click();
  await expect(cell(page, 2, 'with the instruction')).not.toHaveValue('');
  await button(page, 'Remove pair 3').click();
  await expect(button(page, 'Remove pair 3')).toBeFocused();
  await expect(page.getByText('1 to 10 of 11')).toBeVisible();

  await button(page, 'Tokens of pair 1').click();
  const read = page.locator('.token[data-read]');
  await expect(read).toHaveCount(2);
  await expect(page.getByText('tokens, read at the last one')).toHaveCount(2);

  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Export CSV').click()]);
  const csv = readFileSync(await download.path());
  await button(page, 'Make them anew').click();
  await expect(page.getByText('1 to 10 of 12')).toBeVisible();
  const importPairs = (name: string, buffer: Buffer) =>
    region(page, /Pairs/).locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await importPairs('pirates.csv', csv);
  await expect(page.getByText('The pairs come from pirates.csv.')).toBeVisible();
  await expect(cell(page, 1, 'with the instruction')).toHaveValue('Ahoy, say "arr", matey');
  await expect(page.getByText('1 to 10 of 11')).toBeVisible();

  await importPairs('broken.csv', Buffer.from('positive,negative\n"never closed'));
  await expect(page.getByRole('alert')).toContainText(/broken\.csv: .*line 2/i);
  await expect(page.getByText('1 to 10 of 11')).toBeVisible();
});

test('a vector is built, drawn beside its controls, and saved for the next visit', async ({ page }) => {
  await open(page);
  await build(page);
  await expect(page.getByRole('figure')).toHaveCount(4);
  await expect(page.locator('.recharts-surface')).toHaveCount(4);
  await page.getByRole('switch', { name: 'Controls' }).check();
  const separation = page.getByRole('figure', { name: 'Separation' });
  await separation.getByText('Numbers').click();
  await expect(separation.getByRole('columnheader')).toHaveText([
    'Layer',
    'this vector',
    'random',
    'flipped',
    'shuffled pairs',
  ]);
  await expect(separation.getByRole('row')).toHaveCount(5);
  await save(page, 'Pirate');
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectAccessible(page);

  await page.reload();
  await expect(savedNames(page)).toHaveText(['Pirate']);
  await expect(library(page)).toContainText('Arr.');
  await expect(page.getByRole('textbox', { name: 'Instruction in your words' })).toHaveValue(WORDS);
  await button(page, 'Delete Pirate').click();
  await expect(savedNames(page)).toHaveCount(0);
  await expect(button(page, 'Undo delete')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(savedNames(page)).toHaveText(['Pirate']);
  await button(page, 'Edit Pirate').click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Buccaneer');
  await button(page, 'Save changes').click();
  await expect(savedNames(page)).toHaveText(['Buccaneer']);
  await page.getByRole('link', { name: 'Use Buccaneer on the Playground' }).click();
  await expect(page.getByRole('combobox', { name: 'Instruction', exact: true })).toContainText('Buccaneer');
});

test('a vector that was built and not saved is there after a reload', async ({ page }) => {
  await open(page);
  await build(page);
  await expect(page.getByText('Not saved yet. A reload keeps it', { exact: false })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: WORDS, level: 3 })).toBeVisible();
  await expect(
    page.getByText('Built on an earlier visit and not saved yet.', { exact: false }),
  ).toBeVisible();
  await save(page, 'Pirate');
  await page.reload();
  await expect(savedNames(page)).toHaveText(['Pirate']);
  await expect(page.getByRole('heading', { name: WORDS, level: 3 })).toHaveCount(0);
});

test('a vector that went through files steers to the same tokens', async ({ page }) => {
  await open(page);
  await build(page);
  await save(page, 'Pirate');
  const files = [
    await exported(page, 'Pirate', 'safetensors'),
    await exported(page, 'Pirate', 'GGUF'),
    await exported(page, 'Pirate', 'JSON'),
  ];
  expect(files.map(({ file }) => file)).toEqual(['pirate.safetensors', 'pirate.gguf', 'pirate.json']);
  const [first, second, third] = files;
  await importFile(page, first!.file, first!.bytes);
  await importFile(page, second!.file, second!.bytes);
  await dropFile(page, third!.file, third!.bytes);
  await expect(savedNames(page)).toHaveText(['Pirate 4', 'Pirate 3', 'Pirate 2', 'Pirate']);

  const vectors: SteeringVector[] = [];
  for (const name of ['Pirate', 'Pirate 2', 'Pirate 3', 'Pirate 4']) {
    vectors.push(readVectorFile((await exported(page, name, 'safetensors')).bytes).vector);
  }
  const [unsteered, ...steered] = (await tokens(page, vectors)).reverse();
  const fitted = await page.evaluate(
    async (pairs) => {
      const vector = await tiller.fitVector(pairs);
      return Array.from(vector.direction);
    },
    toPairs(buildTable(freeInstruction(WORDS), { count: PAIRS })),
  );
  const [built] = vectors;
  const [asFitted] = await tokens(page, [{ ...built!, direction: Float32Array.from(fitted) }]);
  expect(steered).toHaveLength(4);
  for (const each of steered) expect(each).toEqual(asFitted);
  expect(asFitted).not.toEqual(unsteered);

  await importFile(page, 'notes.txt', Buffer.from('no vector at all'));
  await expect(library(page).getByRole('alert')).toContainText('"notes.txt" is no steering vector');
  await expect(savedNames(page)).toHaveCount(4);
});

test('saved vectors are compared and made into new ones', async ({ page }) => {
  await open(page);
  await build(page);
  await save(page, 'Pirate');
  await library(page).getByText('Arithmetic', { exact: true }).click();
  await page.getByText('Negate', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Vector', exact: true }).selectOption({ label: 'Pirate' });
  await expect(page.getByRole('figure', { name: 'Length of the result' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name of the result' }).fill('Landlubber');
  await button(page, 'Save result').click();
  await expect(savedNames(page)).toHaveText(['Landlubber', 'Pirate']);

  await library(page).getByText('Compare directions').click();
  const matrix = page.getByRole('table', { name: /Similarity at layer/ });
  await expect(matrix.getByRole('row').nth(1)).toHaveText(/^Landlubber\s*1.00\s*−1.00$/);

  await page.getByText('Add', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Vector 1', exact: true }).selectOption({ label: 'Pirate' });
  await page.getByRole('combobox', { name: 'Vector 2', exact: true }).selectOption({ label: 'Landlubber' });
  await expect(library(page).getByRole('alert')).toContainText('cancel each other out');
  await expect(button(page, 'Save result')).toBeDisabled();
  await expectAccessible(page);
});
