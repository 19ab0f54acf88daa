/** Sharing: a link and a session file bring the same state to another page; texts, report and picture leave it. */
import { readFileSync } from 'node:fs';
import type { Browser, Download, Locator, Page } from '@playwright/test';
import { expectAccessible } from './lib/accessibility.ts';
import { instruction, prompt, slider, spinButton, words } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

const PROMPT = 'Where does “honey” come from? 🍯';
const HOSTILE = '<script>document.title = "run"</script><img src="https://example.org/x.png">';

const shareButton = (page: Page): Locator => page.getByRole('button', { name: 'Share', exact: true });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Share' });
const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole('button', { name, exact: true });

/** Without a model: nothing here needs one. */
async function openPage(page: Page): Promise<void> {
  await page.goto('/?load=none');
  await expect(spinButton(page, 'Strength')).toBeEnabled();
  await expect(instruction(page).getByRole('option', { name: /^Answer in German/ })).toBeAttached();
}

async function setUp(page: Page): Promise<void> {
  await openPage(page);
  await prompt(page).fill(PROMPT);
  const option = instruction(page).getByRole('option', { name: /^Answer in German/ });
  await instruction(page).selectOption(await option.getAttribute('value'));
  await expect(page.getByText(/^projection −?\d/)).toBeVisible();
  await spinButton(page, 'Layer').fill('12');
  await spinButton(page, 'Strength').fill('0.65');
  await expect(slider(page, 'Strength')).toHaveValue('0.65');
}

async function expectSetUp(page: Page): Promise<void> {
  await expect(prompt(page)).toHaveValue(PROMPT);
  await expect(instruction(page).locator('option:checked')).toHaveText(/^Answer in German/);
  await expect(slider(page, 'Layer')).toHaveValue('12');
  await expect(slider(page, 'Strength')).toHaveValue('0.65');
}

async function linkOf(page: Page): Promise<string> {
  await shareButton(page).click();
  const field = dialog(page).getByRole('textbox', { name: 'Link' });
  await expect(field).toHaveValue(/#\/playground\?session=/);
  return field.inputValue();
}

/** A page of another visitor, who has nothing from this one. */
async function withVisitor(
  browser: Browser,
  use: (page: Page, asked: string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await use(page, asked);
  await context.close();
}

async function saved(page: Page, name: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), button(dialog(page), name).click()]);
  return download;
}

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());

test('a link shows what it asks for, and brings the same state once it is opened; nothing is loaded or generated', async ({
  page,
  browser,
}) => {
  await setUp(page);
  const link = await linkOf(page);
  expect(link.length).toBeLessThanOrEqual(2000);
  expect(page.url()).toContain(link.slice(link.indexOf('#')));

  await withVisitor(browser, async (visitor, asked) => {
    await visitor.goto(link);
    const request = visitor.getByRole('region', { name: 'Shared session' });
    await expect(request).toContainText('This link asks for');
    await expect(request).toContainText(PROMPT);
    await expect(request).toContainText('Answer in German: layer 12, set projection, strength 0.65');
    await expect(prompt(visitor)).not.toHaveValue(PROMPT);
    // everywhere else, opening the page on this machine loads the embedded model
    expect(asked.filter((path) => path.includes('.onnx'))).toEqual([]);
    await expectAccessible(visitor);
    await button(request, 'Keep what is here').click();
    await expect(request).toBeHidden();
    await expect(prompt(visitor)).not.toHaveValue(PROMPT);
  });

  await withVisitor(browser, async (visitor, asked) => {
    await visitor.goto(link.replace('/#', '/?load=none#'));
    const before = await prompt(visitor).inputValue();
    await button(visitor, 'Open it').click();
    await expectSetUp(visitor);
    await expect(words(visitor, 'Steered')).toHaveText('');
    expect(asked.filter((path) => path.includes('.onnx'))).toEqual([]);
    // the address asks no second time
    expect(visitor.url()).not.toContain('session=');
    await visitor.reload();
    await expectSetUp(visitor);
    await expect(visitor.getByRole('region', { name: 'Shared session' })).toBeHidden();
    expect(before).not.toBe(PROMPT);
  });
});

test('opening a link can be taken back', async ({ page, browser }) => {
  await setUp(page);
  const link = await linkOf(page);
  await withVisitor(browser, async (visitor) => {
    await openPage(visitor);
    await prompt(visitor).fill('My own draft');
    await visitor.evaluate((hash) => location.assign(hash), link.slice(link.indexOf('#')));
    await button(visitor, 'Open it').click();
    await expectSetUp(visitor);
    await button(visitor, 'Undo').click();
    await expect(prompt(visitor)).toHaveValue('My own draft');
  });
});

test('a link that is cut off says so, and leaves the page as it is', async ({ page }) => {
  await setUp(page);
  const link = await linkOf(page);
  await button(dialog(page), 'Close').click();
  await page.evaluate((hash) => location.assign(hash), link.slice(link.indexOf('#'), -40));
  const request = page.getByRole('region', { name: 'Shared session' });
  await expect(request.getByRole('alert')).toContainText(/characters/);
  await expectSetUp(page);
  await button(request, 'Close').click();
  await expect(request).toBeHidden();
});

test('a session file brings state and texts to another page, where it is dropped', async ({
  page,
  browser,
}) => {
  await setUp(page);
  await shareButton(page).click();
  const session = JSON.parse((await bytesOf(await saved(page, 'Save session file'))).toString());
  expect(session).toMatchObject({ format: 'tiller-session', version: 1, prompt: PROMPT });
  const answer = { verdict: '', reason: '', numbers: '', tokenCount: 2 };
  session.answers = [
    { ...answer, lane: 'unsteered', title: 'Unsteered', text: `From bees. ${HOSTILE}` },
    { ...answer, lane: 'steered', title: 'Steered', text: 'Von Bienen.' },
  ];

  await withVisitor(browser, async (visitor) => {
    await openPage(visitor);
    await visitor.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'session.json', { type: 'application/json' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    }, JSON.stringify(session));
    await expectSetUp(visitor);
    await expect(words(visitor, 'Unsteered')).toHaveText(`From bees. ${HOSTILE}`);
    await expect(words(visitor, 'Steered')).toHaveText('Von Bienen.');
  });

  const file = {
    name: 'session.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(session)),
  };
  await dialog(page).getByLabel('Open session file: file').setInputFiles(file);
  await expect(dialog(page)).toBeHidden();
  await expect(words(page, 'Steered')).toHaveText('Von Bienen.');
  await shareButton(page).click();

  const text = (await bytesOf(await saved(page, 'Save text'))).toString();
  expect(text).toContain('Von Bienen.');
  expect((await bytesOf(await saved(page, 'Save Markdown'))).toString()).toContain('## Steered');

  const picture = await bytesOf(await saved(page, 'Save picture (PNG)'));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect(picture.readUInt32BE(16)).toBe(1200);
  expect(picture.length).toBeGreaterThan(5_000);

  const report = (await bytesOf(await saved(page, 'Save report (HTML)'))).toString();
  await withVisitor(browser, async (reader, asked) => {
    await reader.setContent(report);
    await expect(reader.getByRole('article').first()).toContainText(HOSTILE);
    await expect(reader.getByRole('img')).toHaveCount(0);
    expect(await reader.title()).toBe(`Tiller: ${PROMPT}`);
    expect(asked).toEqual([]);
    await expectAccessible(reader);
  });
});

test('other programs get a file for the live state, or the reason why not', async ({ page }) => {
  await setUp(page);
  await shareButton(page).click();
  const program = (name: string) => dialog(page).getByRole('radio', { name, exact: true });
  await expect(dialog(page).getByRole('textbox', { name: /PyTorch weights/ })).toHaveValue(
    'HuggingFaceTB/SmolLM2-135M-Instruct',
  );
  const script = (await bytesOf(await saved(page, 'Save steer.py'))).toString();
  expect(script).toContain('"layer": 12, "operator": "setProjection"');
  expect(script).toContain('"Where does “honey” come from? 🍯"');
  await program('llama.cpp').check();
  await expect(dialog(page).getByRole('list', { name: 'Why not' })).toContainText(
    'A control vector can only add the same amount everywhere',
  );
  await program('lm-evaluation-harness').check();
  await expect(dialog(page).getByRole('region', { name: 'Commands' })).toContainText('--model steered');
  await button(dialog(page), 'Close').click();
  await page.getByRole('radio', { name: 'add', exact: true }).check();
  await shareButton(page).click();
  await program('llama.cpp').check();
  const vector = await bytesOf(await saved(page, 'Save steer.gguf'));
  expect(vector.subarray(0, 4).toString()).toBe('GGUF');
});

test('the dialog is reached and left by keyboard', async ({ page }) => {
  await openPage(page);
  await shareButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(shareButton(page)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the dialog, ${colorScheme}, wide and narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await setUp(page);
    await linkOf(page);
    await expect(dialog(page).getByRole('region', { name: 'Commands' })).toBeVisible();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page);
    }
  });
}
