/** The page itself, as its user meets it: how soon it can be used, how long it is ever held up, how much it loads at first. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { useAndWatch } from '../../e2e/lib/mainThread.ts';
import { generate, setMaxTokens } from '../../e2e/lib/page.ts';
import { timeToPrompt } from '../../e2e/lib/timeToPrompt.ts';
import { median } from '../../src/benchmark/statistics.ts';
import { firstScripts, MAX_FIRST_SCRIPTS_KB } from '../lib/check-build.mjs';
import { distFolder } from '../lib/setup.mjs';
import type { Measurement } from './measurement.ts';

const OPENINGS = 5;
const MAX_INTERACTIVE_MS = 1500;
/** Below this no browser tells of a task. */
const MAX_HELD_UP_MS = 50;
const TOKENS = 48;
const PATIENCE_MS = 120_000;

/** @param url of the built site */
export async function pageMeasurements(browser: Browser, url: string): Promise<Measurement[]> {
  return [scriptsSize(), await openingTime(browser, url), await longestTask(browser, url)];
}

function scriptsSize(): Measurement {
  const sizes = firstScripts(distFolder).map((file) => {
    return [file, gzipSync(readFileSync(join(distFolder, file))).length / 1000] as const;
  });
  return {
    name: 'page: scripts before anything is asked for, gzip',
    value: sizes.reduce((sum, [, kb]) => sum + kb, 0),
    unit: 'kB',
    bar: { relation: '<=', value: MAX_FIRST_SCRIPTS_KB },
    parts: Object.fromEntries(sizes),
  };
}

/** Each time in a fresh profile, with nothing cached. */
async function openingTime(browser: Browser, url: string): Promise<Measurement> {
  const times: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    times.push(await inNewPage(browser, (page) => timeToPrompt(page, `${url}/?load=none`)));
  }
  return {
    name: 'page: opened until the prompt takes keys, no model',
    value: median(times),
    unit: 'ms',
    bar: { relation: '<=', value: MAX_INTERACTIVE_MS },
    parts: Object.fromEntries(times.map((ms, index) => [`opening${index}`, ms])),
  };
}

/** On the embedded model, with the first preset, its check and its ribbon. */
async function longestTask(browser: Browser, url: string): Promise<Measurement> {
  const heldUp = await inNewPage(browser, async (page) => {
    await page.goto(url);
    await generate(page).and(page.locator(':enabled')).waitFor({ timeout: PATIENCE_MS });
    await setMaxTokens(page, TOKENS);
    return useAndWatch(page, PATIENCE_MS);
  });
  const uses = Object.entries(heldUp);
  return {
    name: 'page: longest task while typing, writing and sliding',
    value: Math.max(...uses.map(([, { wall }]) => wall)),
    unit: 'ms',
    bar: { relation: '<=', value: MAX_HELD_UP_MS },
    parts: Object.fromEntries(
      uses.flatMap(([use, { wall, own }]) => [
        [`${use}Ms`, wall],
        [`${use}OwnMs`, own],
      ]),
    ),
  };
}

async function inNewPage<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // The loader of TypeScript names functions by a helper that a page does not have.
    await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
    return await use(page);
  } finally {
    await context.close();
  }
}
