/** The page by role and accessible name, as keyboards and screen readers meet it. */
import type { Locator, Page } from '@playwright/test';

export type OutputName = 'Unsteered' | 'Steered' | 'Instruction in words' | 'Instruction in words, steered';
export type PlaceName = 'Playground' | 'Vectors' | 'Evaluate' | 'Learn' | 'Models';

export const prompt = (page: Page): Locator => page.getByRole('textbox', { name: 'Prompt', exact: true });
export const instruction = (page: Page): Locator =>
  page.getByRole('combobox', { name: 'Instruction', exact: true });
export const model = (page: Page): Locator => page.getByRole('combobox', { name: 'Model', exact: true });

export const generate = (page: Page): Locator => page.getByRole('button', { name: 'Generate', exact: true });
export const stop = (page: Page): Locator => page.getByRole('button', { name: 'Stop', exact: true });

export const slider = (page: Page, name: 'Layer' | 'Strength'): Locator =>
  page.getByRole('slider', { name, exact: true });
export const spinButton = (page: Page, name: 'Layer' | 'Strength'): Locator =>
  page.getByRole('spinbutton', { name, exact: true });
export const operator = (page: Page): Locator =>
  page.getByRole('radiogroup', { name: 'Operator', exact: true });
export const fourConditions = (page: Page): Locator =>
  page.getByRole('switch', { name: 'Four conditions', exact: true });

export const output = (page: Page, name: OutputName): Locator =>
  page.getByRole('region', { name, exact: true });

/** The verdict's text starts the badge; provisional ones end in "so far". */
export const verdict = (page: Page, name: OutputName): Locator =>
  output(page, name).getByText(/^(pass|fail|undecided|no check)\b/);

export const status = (page: Page): Locator => page.getByRole('status');
export const alert = (page: Page): Locator => page.getByRole('alert');
/** In the top bar; texts of the page may link to a place as well. */
export const place = (page: Page, name: PlaceName): Locator =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });
export const radio = (page: Page, name: 'set projection' | 'add' | 'ablate'): Locator =>
  operator(page).getByRole('radio', { name, exact: true });

/** The generated text of a region, without headings, verdict and numbers. */
export const words = (page: Page, name: OutputName): Locator => output(page, name).locator('.output-words');

/** How many tokens an answer may have; closed by default. */
export async function setMaxTokens(page: Page, tokens: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: 'Max tokens', exact: true });
  if (!(await field.isVisible())) await page.getByText('Sampling', { exact: false }).first().click();
  await field.fill(String(tokens));
}
