import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadLanguages } from '../../src/core/ifeval/index.ts';
import { laneFor } from '../../src/state/playground/question.ts';
import { directContext, nodeEngine } from '../lib/nodeEngine.ts';
import { atRest, commands, type Reference, STRENGTHS } from './commands.ts';
import { FIRST_STRENGTH, LOAD_OPTIONS, MAX_NEW_TOKENS, MODEL, Page, PROMPT, vector } from './page.ts';

/** `npm run hostile` sets more. */
const COUNT = Number(process.env.SEQUENCES ?? 200);
/** Milliseconds for each sequence: ten times what one takes on an idle machine. */
const PATIENCE_MS = 1000;

/** The texts that there can be, each written alone by an engine of its own. */
async function referenceTexts(): Promise<Map<number | null, string>> {
  const engine = nodeEngine({ threads: 1 });
  const info = await engine.load({ source: MODEL, options: LOAD_OPTIONS }, directContext());
  const page = new Page();
  const { settings, steering } = page.store.getState();
  const texts = new Map<number | null, string>();
  for (const strength of [null, ...STRENGTHS]) {
    const cards = steering.cards.map((card) => ({
      ...card,
      strength: strength ?? 0,
      isOn: strength !== null,
    }));
    const question = {
      ...{
        prompt: PROMPT,
        systemPrompt: '',
        sampling: settings.sampling,
        checks: [],
        title: null,
        words: '',
      },
      ...{ steering: { ...steering, cards }, kept: [], modelId: null },
    };
    const lane = laneFor('steered', question, new Map([['v', vector()]]), info);
    const [result] = await engine.generate({ lanes: [lane] }, directContext());
    texts.set(strength, result!.text);
  }
  await engine.unload();
  await page.close();
  return texts;
}

let texts: Map<number | null, string>;

beforeAll(async () => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0));
  vi.stubGlobal('cancelAnimationFrame', (timer: number) => clearTimeout(timer));
  await loadLanguages();
  texts = await referenceTexts();
});

describe('whatever is done to the page and its worker, in any order and at once', () => {
  it('has another text at each strength, so that a stale one would be seen', () => {
    expect(MAX_NEW_TOKENS).toBeGreaterThan(4);
    expect(new Set(texts.values()).size).toBeGreaterThanOrEqual(STRENGTHS.length);
  });

  it(
    'comes to rest with every promise settled, the model shown that there is, and no token of an earlier run',
    async () => {
      await fc.assert(
        fc.asyncProperty(commands, async (sequence) => {
          const page = new Page();
          const reference: Reference = {
            texts,
            isLoaded: false,
            strength: FIRST_STRENGTH,
            loads: 1,
            isCalm: false,
            mustHaveAnswers: false,
            losses: 0,
          };
          try {
            page.ask('load', () => page.actions.loadModel(MODEL, LOAD_OPTIONS));
            reference.isLoaded = true;
            await fc.asyncModelRun(() => ({ model: reference, real: page }), sequence);
            await atRest(reference, page);
          } finally {
            await page.close();
          }
        }),
        { numRuns: COUNT },
      );
    },
    COUNT * PATIENCE_MS,
  );
});
