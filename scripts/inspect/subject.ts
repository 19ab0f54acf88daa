/** A model under inspection: the few calls of the public API that a check needs, in Node or in a browser page. */
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { TillerError } from '../../src/core/errors.ts';
import { check } from '../../src/core/ifeval/index.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Backend, Lane, LaneResult, LoadOptions, ModelInfo, Prompt } from '../../src/protocol/model.ts';
import { CHROMIUM_FLAGS, ensureChromium } from '../lib/chromium.mjs';
import { nodeTiller } from '../lib/nodeTiller.ts';
import { createHandler, listen } from '../lib/server.mjs';
import { distFolder, ensureBuilt } from '../lib/setup.mjs';

export interface Subject {
  load(options: LoadOptions): Promise<ModelInfo>;
  tokenize(prompt: Prompt): Promise<number[]>;
  /** [prompts * numLayers * hiddenSize] */
  capture(prompts: Prompt[], interventions: Intervention[]): Promise<ArrayLike<number>>;
  /** [vocabSize] */
  logits(prompt: Prompt, interventions: Intervention[]): Promise<ArrayLike<number>>;
  score(prompt: Prompt, completion: string): Promise<{ logProbs: ArrayLike<number>; perplexity: number }>;
  generate(lanes: Lane[]): Promise<LaneResult[]>;
  close(): Promise<void>;
}

/** @param source path of a model folder, or a hub id */
export async function openSubject(source: string, isFolder: boolean, backend: Backend): Promise<Subject> {
  return backend === 'wasm' ? inNode(source) : inBrowser(source, isFolder);
}

function inNode(source: string): Subject {
  const { tiller, close } = nodeTiller({ check }, { fullSelfTest: true });
  return {
    load: (options) => tiller.loadModel(source, { ...options, backend: 'wasm' }),
    tokenize: (prompt) => tiller.tokenize(prompt),
    capture: async (prompts, interventions) => (await tiller.capture(prompts, { interventions })).data,
    logits: (prompt, interventions) => tiller.logits(prompt, interventions),
    score: (prompt, completion) => tiller.score(prompt, completion),
    generate: (lanes) => tiller.generate(lanes),
    close: async () => close(),
  };
}

/** The built app in a headless Chromium, with the model's folder served beside it. */
async function inBrowser(source: string, isFolder: boolean): Promise<Subject> {
  ensureBuilt();
  const executablePath = await ensureChromium();
  const mounts = [
    ...(isFolder ? [{ path: '/inspected', folder: resolve(source) }] : []),
    { path: '', folder: distFolder },
  ];
  const server = await listen(createHandler(mounts), 0);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const page = await browser.newPage();
  await page.goto(`${server.url}/?load=none`);
  await page.waitForFunction(() => 'tiller' in globalThis);
  const address = isFolder ? './inspected' : source;
  return {
    load: async (options) => {
      // an error loses its code on the way out of a page, so it leaves as data
      const answer = await page.evaluate(
        ([from, given]) =>
          tiller.loadModel(from, { ...given, backend: 'webgpu' }).then(
            (info) => ({ info, error: null }),
            ({ code, message, details }: TillerError) => ({ info: null, error: { code, message, details } }),
          ),
        [address, options] as const,
      );
      if (answer.error) throw TillerError.fromData(answer.error);
      return answer.info;
    },
    tokenize: (prompt) => page.evaluate((given) => tiller.tokenize(given), prompt),
    capture: (prompts, interventions) =>
      page.evaluate(
        async ([given, steering]) =>
          Array.from((await tiller.capture(given, { interventions: steering })).data),
        [prompts, interventions] as const,
      ),
    logits: (prompt, interventions) =>
      page.evaluate(async ([given, steering]) => Array.from(await tiller.logits(given, steering)), [
        prompt,
        interventions,
      ] as const),
    score: (prompt, completion) =>
      page.evaluate(
        async ([given, text]) => {
          const { logProbs, perplexity } = await tiller.score(given, text);
          return { logProbs: Array.from(logProbs), perplexity };
        },
        [prompt, completion] as const,
      ),
    generate: (lanes) => page.evaluate((given) => tiller.generate(given), lanes),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
