/** The benchmark on the Models place: run on a tiny model, stopped, exported, and still there after a reload. */
import { readFile } from 'node:fs/promises';
import type { BenchmarkReport } from '../src/benchmark/report.ts';
import { expectAccessible } from './lib/accessibility.ts';
import { place } from './lib/page.ts';
import { expect, test } from './lib/test.ts';

test('measures the loaded model, explains the numbers, exports them and keeps them', async ({ page }) => {
  await page.goto('/?load=none#/models');
  const panel = page.getByRole('region', { name: 'Benchmark', exact: true });
  const run = panel.getByRole('button', { name: 'Run benchmark' });
  await expect(run).toBeDisabled();
  await expect(panel).toContainText('Load a model first');

  await page.evaluate(() => tiller.loadModel('/fixtures/llama', { backend: 'wasm', dtype: 'q4' }));
  await expect(run).toBeEnabled();
  await run.click();
  await expect(panel.getByRole('progressbar', { name: 'Benchmark progress' })).toBeVisible();
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(run).toBeVisible();
  await expect(panel.getByRole('table')).toHaveCount(0);

  await run.click();
  const table = panel.getByRole('table');
  await expect(table).toBeVisible({ timeout: 120_000 });
  for (const name of ['Writing, one text', 'First token', 'Slider to token', 'Share of the memory limit']) {
    await expect(table.getByRole('row', { name: new RegExp(`^${name} `) })).toHaveCount(1);
  }
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Export as JSON' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^tiller-benchmark-.*-wasm-\d{4}-\d\d-\d\d\.json$/);
  const report = JSON.parse(await readFile(await file.path(), 'utf8')) as BenchmarkReport;
  expect(report.decode.map(({ rows }) => rows)).toEqual([1, 2, 4, 8]);
  expect(report.memory.shareOfLimit).toBeGreaterThan(0);
  expect(report.isEmulated).toBe(false);

  await page.reload();
  await expect(table).toBeVisible();
  await place(page, 'Playground').click();
  await place(page, 'Models').click();
  await panel.getByRole('button', { name: /^Delete the result of/ }).click();
  await expect(table).toHaveCount(0);
});

test('counts what a step asks of the GPU, and marks an emulated one', async ({ page }) => {
  await page.goto('/?load=none#/models');
  await page.evaluate(() => tiller.loadModel('/fixtures/llama', { backend: 'webgpu', dtype: 'fp32' }));
  const panel = page.getByRole('region', { name: 'Benchmark', exact: true });
  await panel.getByRole('button', { name: 'Run benchmark' }).click();
  const row = panel.getByRole('row', { name: /^GPU work a step/ });
  await expect(row).toBeVisible({ timeout: 150_000 });
  await expect(row).toContainText(/[1-9]\d* dispatches/);
  await expect(panel).toContainText('Emulated: this WebGPU runs on the processor');
});
