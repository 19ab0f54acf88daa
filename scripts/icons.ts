/**
 * `npx tsx scripts/icons.ts`: draws the app's icons from its mark, `public/favicon.svg`, with the Chromium of the tests.
 * Files go to `public/icons`. A maskable icon is cut to any shape by the system, so its mark stays inside the middle 80 %.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, ensureChromium } from './lib/chromium.mjs';
import { root } from './lib/setup.mjs';

/** `share`: of the side that the mark takes; `radius`: of the corners, as a share of the side. */
const ICONS = [
  { name: 'icon-192', size: 192, share: 0.72, radius: 0.2 },
  { name: 'icon-512', size: 512, share: 0.72, radius: 0.2 },
  { name: 'maskable-512', size: 512, share: 0.6, radius: 0 },
];
const PAPER = '#faf9f6';

const mark = await readFile(join(root, 'public', 'favicon.svg'), 'utf8');
const folder = join(root, 'public', 'icons');
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_FLAGS });
try {
  for (const { name, size, share, radius } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const side = size * share;
    await page.setContent(
      `<style>body{margin:0}div{display:grid;place-items:center;width:${size}px;height:${size}px;` +
        `border-radius:${size * radius}px;background:${PAPER}}svg{width:${side}px;height:${side}px}</style><div>${mark}</div>`,
    );
    await writeFile(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
