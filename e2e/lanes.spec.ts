/** Several vectors and several answers at once: the stack, four conditions, kept lanes, sweep, history, and the inside. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import {
  fourConditions,
  generate,
  instruction,
  output,
  prompt,
  setMaxTokens,
  spinButton,
  status,
  verdict,
  words,
} from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const QUESTION = 'What is a lighthouse for?';

async function idle(page: Page): Promise<void> {
  await expect(generate(page)).toBeVisible({ timeout: 150_000 });
}

async function choose(page: Page, preset: RegExp): Promise<void> {
  const option = instruction(page).getByRole('option', { name: preset });
  await instruction(page).selectOption(await option.getAttribute('value'));
  await idle(page);
}

/** A short French answer beside an English one. */
async function ask(page: Page, tokens = 10): Promise<void> {
  await idle(page);
  await choose(page, /^Answer in French/);
  await prompt(page).fill(QUESTION);
  await setMaxTokens(page, tokens);
  await generate(page).click();
  await expect(status(page)).toHaveText(/^Done\./, { timeout: 150_000 });
}

async function saved(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await download).path());
}

/** Of a figure's CSV, the head first. No cell of these figures has a line break. */
async function savedLines(page: Page, figure: string): Promise<string[]> {
  return (await saved(page, `Save ${figure} as CSV`)).toString('utf8').trimEnd().split('\r\n');
}

/** Signature and size as they stand in a PNG's first chunk. */
async function savedPicture(page: Page, figure: string) {
  const bytes = await saved(page, `Save ${figure} as PNG`);
  return {
    signature: bytes.subarray(0, 8).toString('hex'),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
  };
}

test('a second vector joins the first, acts with it, and can be removed and brought back', async ({
  playground: page,
}) => {
  await ask(page);
  const alone = await words(page, 'Steered').innerText();
  await page.getByRole('button', { name: 'Add a vector' }).click();
  await expect(instruction(page)).toBeFocused();
  await choose(page, /^Answer in Spanish/);
  await expect(output(page, 'Steered')).toContainText('2 vectors');
  await expect(words(page, 'Steered')).not.toHaveText(alone);
  await expect(status(page)).toHaveText(/^Done\./, { timeout: 150_000 });
  // What is not selected keeps its two sliders, under its own name.
  await expect(page.getByRole('slider', { name: 'Strength, Answer in French' })).toHaveValue('1');
  await page.getByRole('switch', { name: 'Steering, Answer in French' }).click();
  await expect(output(page, 'Steered')).not.toContainText('2 vectors');
  await page.getByRole('switch', { name: 'Steering, Answer in French' }).click();

  await page.getByRole('button', { name: 'Remove Answer in Spanish' }).click();
  await expect(page.getByRole('slider', { name: 'Strength', exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(output(page, 'Steered')).toContainText('2 vectors');
  await page.getByRole('button', { name: 'Remove Answer in Spanish' }).click();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(words(page, 'Steered')).toHaveText(alone, { timeout: 60_000 });
  await idle(page);
});

test('each answer is measured: tokens, speed, and what steering cost in perplexity', async ({
  playground: page,
}) => {
  await ask(page);
  await expect(output(page, 'Unsteered').getByText(/perplexity \d+\.\d$/)).toBeVisible();
  await expect(output(page, 'Steered').getByText(/perplexity \d+\.\d \([+−]\d+\.\d\)/)).toBeVisible();
});

test('four conditions add the instruction in words, unsteered and steered, and leave the pair alone', async ({
  playground: page,
}) => {
  await ask(page);
  const before = await words(page, 'Unsteered').innerText();
  await fourConditions(page).click();
  await expect(words(page, 'Instruction in words')).toHaveText(/\w/, { timeout: 60_000 });
  await expect(words(page, 'Instruction in words, steered')).toHaveText(/\w/, { timeout: 60_000 });
  await idle(page);
  await expect(verdict(page, 'Instruction in words')).toHaveText(/^(pass|fail)$/);
  expect(await words(page, 'Unsteered').innerText()).toBe(before);
  await expectAccessible(page);
  await fourConditions(page).click();
  await expect(output(page, 'Instruction in words')).toHaveCount(0);
  await idle(page);
});

test('a kept lane keeps its text while the stack goes on, and can be taken over', async ({
  playground: page,
}) => {
  await ask(page);
  const kept = await words(page, 'Steered').innerText();
  await output(page, 'Steered').getByRole('button', { name: 'Keep as a lane' }).click();
  const lane = page.getByRole('region', { name: /^Kept 1/ });
  await expect(lane.locator('.output-words')).toHaveText(kept);
  await spinButton(page, 'Strength').fill('0.2');
  await expect(words(page, 'Steered')).not.toHaveText(kept);
  await idle(page);
  await expect(lane.locator('.output-words')).toHaveText(kept);
  await lane.getByRole('button', { name: /^Use the setting/ }).click();
  await expect(spinButton(page, 'Strength')).toHaveValue('1');
  await expect(words(page, 'Steered')).toHaveText(kept, { timeout: 60_000 });
  await lane.getByRole('button', { name: /^Remove/ }).click();
  await expect(lane).toHaveCount(0);
  await idle(page);
});

test('an answer that was cut off goes on where it stopped', async ({ playground: page }) => {
  await ask(page, 6);
  const before = await words(page, 'Steered').innerText();
  const unsteered = await words(page, 'Unsteered').innerText();
  await page.getByRole('button', { name: 'Continue Steered' }).click();
  await expect(output(page, 'Steered')).toContainText('12 tokens', { timeout: 60_000 });
  await idle(page);
  expect(await words(page, 'Steered').innerText()).toContain(before);
  expect(await words(page, 'Unsteered').innerText()).toBe(unsteered);
});

test('a sweep shows the prompt at several strengths, each with its verdict; a click takes one over', async ({
  playground: page,
}) => {
  await ask(page, 8);
  await page.getByRole('button', { name: 'Try 7 strengths' }).click();
  await expect(page.getByRole('button', { name: 'Stop the sweep' })).toBeVisible();
  const cells = page.getByRole('button', { name: /^Use strength .*, (pass|fail|undecided|repeats)$/ });
  await expect(cells).toHaveCount(7, { timeout: 120_000 });
  await expect(page.getByRole('button', { name: /^Use strength 1\.00/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.getByRole('button', { name: /^Use strength 0\.50/ }).click();
  await expect(spinButton(page, 'Strength')).toHaveValue('0.5');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(spinButton(page, 'Strength')).toHaveValue('1');
  await idle(page);
});

test('an earlier run comes back from the history with its texts, and without generating', async ({
  playground: page,
}) => {
  await ask(page, 8);
  const before = await words(page, 'Unsteered').innerText();
  await prompt(page).fill('Name a fruit.');
  await generate(page).click();
  await expect(status(page)).toHaveText(/^Done\./, { timeout: 60_000 });
  await page.locator('summary', { hasText: 'History' }).click();
  // An example has the same words; a run also says what came of it.
  await page
    .getByRole('button', { name: /^What is a lighthouse for\?.*→/ })
    .first()
    .click();
  await expect(words(page, 'Unsteered')).toHaveText(before);
  await expect(prompt(page)).toHaveValue(QUESTION);
  await expect(generate(page)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(prompt(page)).toHaveValue('Name a fruit.');
});

test('a token shows its numbers and what else could stand there, to the pointer and to the keyboard', async ({
  playground: page,
}) => {
  await ask(page, 8);
  const card = page.getByRole('tooltip');
  await words(page, 'Steered').locator('[data-token="2"]').first().hover();
  await expect(card).toContainText('token 3 of 8');
  await expect(card).toContainText(/Projection at layer 25.*target \d+\.\d.*Log-probability/);
  await expect(card.getByRole('listitem')).toHaveCount(10);
  // It can be pointed at itself.
  await card.hover();
  await expect(card.getByRole('listitem')).toHaveCount(10);
  await page.mouse.move(0, 0);
  await expect(card).toBeHidden();

  await output(page, 'Unsteered').locator('.output-text').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const token = words(page, 'Unsteered').locator('[data-token="1"]').first();
  await expect(token).toBeFocused();
  await expect(card).toContainText('token 2 of 8');
  await expect(card.getByRole('listitem')).toHaveCount(10);
  await expect(token).toHaveAccessibleDescription(
    /token 2 of 8.*without steering( \S+ [<>]? ?\d+\.\d %){5} with steering/,
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await page.keyboard.press('End');
  await expect(card).toContainText('token 8 of 8');
  // All tokens are one stop: the next is below the text.
  await page.keyboard.press('Tab');
  await expect(card).toBeHidden();
  await expect(output(page, 'Unsteered').locator('.output-foot :focus')).toHaveCount(1);
});

test('the inside of both answers can be read: layers by tokens, and what could stand there instead', async ({
  playground: page,
}) => {
  await ask(page, 8);
  await page.locator('summary', { hasText: 'See inside' }).click();
  await page.getByRole('button', { name: 'Read the answers' }).click();
  await expect(page.getByRole('figure', { name: 'Layers by tokens' })).toBeVisible({ timeout: 60_000 });
  const token = page.getByRole('slider', { name: 'Token', exact: true });
  await token.focus();
  await page.keyboard.press('ArrowRight');
  await expect(token).toHaveValue('1');
  await page.getByRole('button', { name: 'Show the likeliest tokens' }).click();
  const next = page.getByRole('figure', { name: 'What could stand here instead' });
  await expect(next.getByRole('row')).not.toHaveCount(0, { timeout: 60_000 });
  await expect(next.getByRole('columnheader')).toHaveText(['Token', 'without steering', 'with steering']);
  await expectAccessible(page);

  // Every figure can be saved: a row of numbers for each token or layer, and its drawing.
  expect((await savedLines(page, 'Next tokens')).length).toBeGreaterThan(8);
  for (const [name, rows] of [
    ['Projection by layer', 30],
    ['Layers by tokens', 8],
  ] as const) {
    const [head, ...lines] = await savedLines(page, name);
    expect(lines.length, name).toBe(rows);
    for (const line of lines) expect(line.split(',').length, name).toBe(head?.split(',').length);
    const { signature, width, height } = await savedPicture(page, name);
    expect(signature, name).toBe('89504e470d0a1a0a');
    expect(Math.min(width, height), name).toBeGreaterThan(60);
    await expect(page.getByRole('figure', { name }).getByText('Numbers', { exact: true })).toBeVisible();
  }
});
