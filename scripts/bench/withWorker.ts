/** The script's side of the benchmark's page: tasks for its workers. */
import type { Page } from '@playwright/test';
import type { Task } from './bench.worker.ts';
import type { BenchPage } from './page.ts';

declare global {
  /** set by the benchmark's page */
  var benchPage: BenchPage;
}

/** Gives the worker a task and resolves with its answer. */
export type BenchWorker = <T>(task: Task) => Promise<T>;

/** Starts a worker of the page for as long as `use` takes. */
export async function withWorker<T>(
  page: Page,
  name: string,
  use: (worker: BenchWorker) => Promise<T>,
): Promise<T> {
  await page.evaluate((name) => benchPage.start(name), name);
  try {
    return await use(
      <A>(task: Task) =>
        page.evaluate(([name, task]) => benchPage.perform(name, task), [name, task] as const) as Promise<A>,
    );
  } finally {
    await page.evaluate((name) => benchPage.stop(name), name);
  }
}
