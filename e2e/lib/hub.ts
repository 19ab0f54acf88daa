/**
 * A browser for which the hub's own name leads to a server of the test: addresses, certificate checks apart, and security
 * policy are those of the app as it is shipped.
 */
import { type BrowserContext, test as base, type Page } from '@playwright/test';
import selfsigned from 'selfsigned';
import { CHROMIUM_FLAGS } from '../../scripts/lib/chromium.mjs';
import { type HubModel, TestHub } from '../../scripts/lib/testHub.ts';
import type { LoadOptions, ModelInfo, Progress } from '../../src/protocol/model.ts';
import type { StorageFacts } from '../../src/protocol/storage.ts';
import './api.ts';

export const TINY: HubModel = {
  id: 'owner/llama',
  folder: 'e2e/fixtures/models/llama',
  commit: 'a'.repeat(40),
};
export const OTHER: HubModel = {
  id: 'owner/qwen2',
  folder: 'e2e/fixtures/models/qwen2',
  commit: 'c'.repeat(40),
};
export const SMOL: HubModel = {
  id: 'owner/smollm2',
  folder: 'models/SmolLM2-135M-Instruct',
  commit: 'b'.repeat(40),
};

/** `hub`: one for all tests of a worker process, without faults at the start of each. */
export const test = base.extend<{ hub: TestHub }, { server: TestHub; context: BrowserContext }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: the form that Playwright asks for
    async ({}, use) => {
      const { private: key, cert } = selfsigned.generate([{ name: 'commonName', value: 'huggingface.co' }], {
        keySize: 2048,
        algorithm: 'sha256',
      });
      const hub = await new TestHub([TINY, OTHER, SMOL]).listen({ key, cert });
      await use(hub);
      hub.close();
    },
    { scope: 'worker' },
  ],
  // A profile of its own each time, on the disk: what is stored is stored as it is for a user.
  context: async ({ playwright, server, baseURL, launchOptions }, use) => {
    const context = await playwright.chromium.launchPersistentContext('', {
      ...launchOptions,
      baseURL: baseURL ?? '',
      serviceWorkers: 'block',
      args: [
        ...CHROMIUM_FLAGS,
        `--host-resolver-rules=MAP huggingface.co 127.0.0.1:${server.port}`,
        '--ignore-certificate-errors',
      ],
    });
    await use(context);
    await context.close();
  },
  hub: async ({ server }, use) => {
    server.reset();
    await use(server);
  },
});

export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/?load=none');
  await page.waitForFunction(() => 'tiller' in globalThis);
  return page;
}

export interface Loaded {
  info: ModelInfo | null;
  code: string;
  progress: Progress[];
}

/** Loads, and tells what came of it, with one progress event a stage and hundredth. */
export function load(page: Page, source: string, options: LoadOptions): Promise<Loaded> {
  return page.evaluate(
    async ([source, options]) => {
      const progress: Progress[] = [];
      try {
        const info = await tiller.loadModel(source, {
          ...options,
          onProgress: (step) => progress.push(step),
        });
        return { info, code: 'none', progress };
      } catch (error) {
        return { info: null, code: (error as { code: string }).code, progress };
      }
    },
    [source, options] as const,
  );
}

export const storage = (page: Page): Promise<StorageFacts> => page.evaluate(() => tiller.storage());
