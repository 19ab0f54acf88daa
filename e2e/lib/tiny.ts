/** A tiny model and a vector made on it: everything that the page does with a model, in milliseconds a token. */
import { expect, type Page } from '@playwright/test';
import { writeVectorJson } from '../../src/core/files/vectorJson.ts';
import type { SteeringVector } from '../../src/core/steering/types.ts';
import { loadModel } from './api.ts';

export const TINY_MODEL = '/fixtures/llama';
export const TINY_VECTOR = 'tiny';

/** Opens the Vectors place with the tiny model loaded and a vector made on it in the library. */
export async function openTiny(page: Page): Promise<void> {
  await page.goto('/?load=none#/vectors');
  await expect(page.getByRole('heading', { name: 'Vectors', level: 1 })).toBeVisible();
  await loadModel(page, TINY_MODEL, { backend: 'wasm', dtype: 'fp32' });
  await importTiny(page);
}

/** Puts a vector made on the loaded model into the library. The page shows the Vectors place. */
export async function importTiny(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Library', exact: true })
    .locator('input[type="file"]')
    .setInputFiles({
      name: `${TINY_VECTOR}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(await vectorJson(page)),
    });
  await expect(page.getByRole('heading', { name: TINY_VECTOR, level: 3 })).toBeVisible();
}

async function vectorJson(page: Page): Promise<string> {
  const [vector, arrays] = await page.evaluate(async (name) => {
    const texts = ['Why is the sky blue?', 'What is a lake?', 'How do birds fly?'];
    const chat = (content: string) => [{ role: 'user' as const, content }];
    const pairs = texts.map((text) => ({ positive: chat(`${text} Use no commas.`), negative: chat(text) }));
    const fitted = await tiller.fitVector(pairs, { name });
    const entries = Object.entries(fitted);
    return [
      Object.fromEntries(entries.filter(([, value]) => !(value instanceof Float32Array))),
      Object.fromEntries(
        entries.flatMap(([key, value]) => (value instanceof Float32Array ? [[key, [...value]]] : [])),
      ),
    ] as const;
  }, TINY_VECTOR);
  const typed = Object.entries(arrays).map(([key, values]) => [key, Float32Array.from(values as number[])]);
  return writeVectorJson({ ...vector, ...Object.fromEntries(typed) } as unknown as SteeringVector, {});
}
