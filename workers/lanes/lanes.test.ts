import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fixtureGolden } from '../../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../../scripts/lib/nodeEngine.ts';
import { TillerError } from '../../src/core/errors.ts';
import { liveVerdict } from '../../src/core/ifeval/index.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Lane, LaneToken } from '../../src/protocol/model.ts';
import type { Engine } from '../engine.ts';
import { MIN_TOKENS_OF_A_PASS } from './watchVerdict.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../e2e/fixtures/models/${name}`, import.meta.url));

const ids = (length: number, seed = 1) => Array.from({ length }, (_, i) => 4 + ((i * 37 + seed * 101) % 316));

// one model of each kind of cache
describe.each(['llama', 'llama-unfused', 'gemma2', 'phi3'])('%s', (name) => {
  let engine: Engine;
  let steer: Intervention;

  beforeAll(async () => {
    engine = nodeEngine({ threads: 1 });
    steer = {
      layer: 1,
      direction: fixtureGolden(name).direction,
      operator: 'setProjection',
      value: 3,
    };
    await engine.load({ source: folder(name), options: { dtype: 'q4' } }, directContext());
  });

  async function run(lanes: Lane[]) {
    const tokens: LaneToken[][] = lanes.map(() => []);
    const token = (lane: number, token: LaneToken) => void tokens[lane]!.push(token);
    const results = await engine.generate({ lanes }, directContext({ token }));
    return { results, tokens };
  }

  describe.each<[string, () => Partial<Lane>]>([
    ['a greedy lane', () => ({})],
    ['a sampled lane', () => ({ temperature: 1, topK: 40, seed: 5 })],
    ['a nucleus lane', () => ({ temperature: 0.8, topP: 0.9, seed: 6, repetitionPenalty: 1.2 })],
    ['a steered lane', () => ({ interventions: [steer], repetitionPenalty: 1.3 })],
    ['a lane with its prompt steered', () => ({ interventions: [{ ...steer, scope: 'prompt' }] })],
    ['a lane with its answer steered', () => ({ interventions: [{ ...steer, scope: 'generated' }] })],
  ])('%s', (_, settings) => {
    it('ends alike without and with an interruption after any token', async () => {
      // a prompt after which no two tokens are close to equally likely
      const lane: Lane = { prompt: ids(11, 3), maxNewTokens: 16, ...settings() };
      const whole = await run([lane]);
      const { tokenIds, text, finishReason } = whole.results[0]!;
      const cuts = [...tokenIds.keys()];
      const { results, tokens } = await run(
        cuts.map((cut) => ({ ...lane, generated: tokenIds.slice(0, cut) })),
      );
      for (const cut of cuts) {
        expect(results[cut]).toMatchObject({ tokenIds, text, finishReason, promptTokens: 11 });
        expect(tokens[cut]!.map(({ id }) => id)).toEqual(tokenIds.slice(cut));
        expect(tokens[cut]!.map((token) => token.text)).toEqual(
          whole.tokens[0]!.slice(cut).map((token) => token.text),
        );
      }
    });
  });

  describe('lanes whose prompts begin alike', () => {
    const prompts = [0, 1, 2, 3].map((tail) => [...ids(20, 4), ...ids(2 + tail, 30 + tail)]);
    const settings = (): Intervention[][] => [
      [],
      [steer],
      [{ ...steer, value: -2 }],
      [{ ...steer, scope: 'generated' }],
      [{ ...steer, scope: 'prompt' }],
    ];
    // ends at different steps, so that those of the 20 lanes that wait join one by one
    const lanes = (): Lane[] =>
      settings().flatMap((interventions, setting) =>
        prompts.map((prompt, tail) => ({
          prompt,
          interventions,
          maxNewTokens: 3 + ((3 * setting + tail) % 5),
        })),
      );

    it('are written the same together, waiting ones included, as each alone', async () => {
      const together = await run(lanes());
      for (const [index, lane] of lanes().entries()) {
        engine.forgetPrompts();
        const alone = await run([lane]);
        expect(together.results[index]!.tokenIds).toEqual(alone.results[0]!.tokenIds);
      }
    });

    it('have the beginning read once a steering of it', async () => {
      engine.forgetPrompts();
      const steps = vi.spyOn(engine.decoder, 'run');
      await run(lanes());
      const read = steps.mock.calls
        .filter(([step]) => step.tokens.length === 1)
        .reduce((sum, [step]) => sum + step.tokens[0]!.length, 0);
      steps.mockRestore();
      // Three steerings of the prompt: none, 3, -2. Scope 'generated' reads as none does, and scope 'prompt' as 3 does.
      const beginnings = 3 * 20;
      const tails = 3 * (2 + 3 + 4 + 5);
      // the last token of a prompt that was read before, and steps of a lane that is left alone
      const others = 10;
      expect(read).toBeLessThan(beginnings + tails + others);
    });
  });

  describe('prompts of earlier runs', () => {
    const prompt = ids(30, 7);
    const lanes = (value: number): Lane[] => [
      { prompt, maxNewTokens: 6 },
      { prompt, maxNewTokens: 6, interventions: [{ ...steer, value }] },
      { prompt, maxNewTokens: 6, interventions: [{ ...steer, value, scope: 'generated' }] },
    ];

    /** Tokens of prompts that a run reads, and what it writes. */
    async function reading(asked: Lane[]) {
      const steps = vi.spyOn(engine.decoder, 'run');
      const { results, tokens } = await run(asked);
      const read = steps.mock.calls
        .filter(([step]) => step.tokens.length === 1)
        .reduce((sum, [step]) => sum + step.tokens[0]!.length, 0);
      steps.mockRestore();
      return { read, tokenIds: results.map((lane) => lane.tokenIds), tokens };
    }

    it('are gone on from: only what a new strength changes is read again', async () => {
      engine.forgetPrompts();
      const first = await reading(lanes(3));
      const again = await reading(lanes(3));
      const changed = await reading(lanes(2));
      // the unsteered reading serves scope 'generated' as well
      expect(first.read).toBeGreaterThanOrEqual(2 * prompt.length);
      expect(again.read).toBeLessThanOrEqual(3);
      expect(changed.read).toBeLessThanOrEqual(prompt.length + 2);
      engine.forgetPrompts();
      const fresh = await reading(lanes(2));
      expect(again.tokenIds).toEqual(first.tokenIds);
      expect(changed.tokenIds).toEqual(fresh.tokenIds);
      for (const [lane, tokens] of changed.tokens.entries()) {
        for (const [index, token] of tokens.entries()) {
          expect(token.logProb).toBeCloseTo(fresh.tokens[lane]![index]!.logProb, 4);
        }
      }
    });

    it('are kept when the run is stopped, and forgotten with the model', async () => {
      engine.forgetPrompts();
      const controller = new AbortController();
      const token = () => controller.abort();
      await engine.generate({ lanes: lanes(3) }, directContext({ signal: controller.signal, token }));
      expect(engine.keptBytes).toBeGreaterThan(0);
      const unsteered = await reading(lanes(3).slice(0, 1));
      expect(unsteered.read).toBeLessThanOrEqual(1 + 5);
      engine.forgetPrompts();
      expect(engine.keptBytes).toBe(0);
    });
  });

  it('writes nothing more where the given tokens end the answer', async () => {
    const prompt = ids(6);
    const { results } = await run([{ prompt, maxNewTokens: 12 }]);
    const { tokenIds, text } = results[0]!;
    const word = text.slice(2, 5);
    const ended = await run([
      { prompt, maxNewTokens: 12, generated: tokenIds },
      { prompt, maxNewTokens: 3, generated: tokenIds },
      { prompt, maxNewTokens: 50, generated: tokenIds, stop: [word] },
    ]);
    expect(ended.tokens).toEqual([[], [], []]);
    expect(ended.results.map((lane) => lane.finishReason)).toEqual(['length', 'length', 'stop']);
    expect(ended.results[0]).toMatchObject({ tokenIds, text, tokensPerSecond: 0 });
    expect(ended.results[1]!.tokenIds).toEqual(tokenIds.slice(0, 3));
    expect(ended.results[2]!.text).toBe(text.slice(0, text.indexOf(word)));
  });

  it('end at once when they are cancelled, those that wait with the tokens that were given', async () => {
    const lanes = Array.from(
      { length: 60 },
      (_, index): Lane => ({
        prompt: ids(9, index),
        maxNewTokens: 50,
        generated: index % 2 === 0 ? [] : ids(3, index),
      }),
    );
    const controller = new AbortController();
    const tokens: number[][] = lanes.map(({ generated }) => [...generated!]);
    const steps = vi.spyOn(engine.decoder, 'run');
    let stepsBefore = 0;
    const token = (lane: number, { id }: LaneToken) => {
      tokens[lane]!.push(id);
      if (lane !== 0 || tokens[0]!.length < 3) return;
      controller.abort();
      stepsBefore = steps.mock.calls.length;
    };
    const results = await engine.generate({ lanes }, directContext({ signal: controller.signal, token }));
    expect(steps.mock.calls.length).toBe(stepsBefore);
    steps.mockRestore();
    expect(results.map(({ tokenIds }) => tokenIds)).toEqual(tokens);
    expect(results.every(({ finishReason }) => finishReason === 'aborted')).toBe(true);
    for (const lane of [results[1]!, results[59]!]) expect(lane.text).not.toBe('');
  });

  it('says with its last token, and only there, how a lane ends', async () => {
    const { tokens } = await run([
      { prompt: ids(6), maxNewTokens: 4 },
      { prompt: ids(9, 2), maxNewTokens: 2 },
    ]);
    const ends = tokens.map((lane) => lane.map(({ finish }) => finish));
    expect(ends).toEqual([
      [undefined, undefined, undefined, 'length'],
      [undefined, 'length'],
    ]);
  });
});

describe('a lane that stops when its verdict is certain', () => {
  let engine: Engine;
  const prompt = ids(8);
  const generate = (lanes: Lane[]) => engine.generate({ lanes }, directContext());
  const check = (instructionId: string, kwargs: object) => ({ stopWhenDecided: { instructionId, kwargs } });
  const words = (relation: 'less than' | 'at least', num_words: number) =>
    check('length_constraints:number_words', { relation, num_words });

  const verdictOn = (text: string) =>
    liveVerdict('length_constraints:number_words', { relation: 'less than', num_words: 4 }, text, {
      done: false,
      mode: 'loose',
    });

  beforeAll(async () => {
    engine = nodeEngine({ threads: 1 });
    await engine.load({ source: folder('llama'), options: { dtype: 'q4' } }, directContext());
  });

  it('goes on after a certain pass until a loop would show, and says why it ended', async () => {
    const [whole, passed, short] = await generate([
      { prompt, maxNewTokens: 40 },
      { prompt, maxNewTokens: 40, ...words('at least', 1) },
      { prompt, maxNewTokens: 10, ...words('at least', 1) },
    ]);
    expect(passed).toMatchObject({ finishReason: 'stop', decided: true });
    expect(passed!.tokenIds).toEqual(whole!.tokenIds.slice(0, MIN_TOKENS_OF_A_PASS));
    for (const other of [whole, short]) {
      expect(other!.finishReason).toBe('length');
      expect(other).not.toHaveProperty('decided');
    }
  });

  it('ends at the first token that makes it fail for good', async () => {
    const written = await engine.tokenize({ prompt: 'a\nb c d e f\ng h i j\nk l m' });
    const lane: Lane = { prompt, maxNewTokens: 60, ...words('less than', 4) };
    const [failed, open] = await generate([
      { ...lane, generated: written },
      { ...lane, generated: written.slice(0, 3) },
    ]);
    expect(failed).toMatchObject({ finishReason: 'stop', decided: true });
    expect(failed!.tokenIds.length).toBeLessThan(written.length);
    expect(verdictOn(failed!.text)).toMatchObject({ final: true, state: 'fail' });
    expect(verdictOn(failed!.text.slice(0, -1)).final).toBe(false);
    expect(open!.tokenIds.length).toBeGreaterThan(3);
  });

  it('ends in the same place when it goes on after an interruption', async () => {
    const lane: Lane = { prompt, maxNewTokens: 40, ...words('at least', 1) };
    const [whole] = await generate([lane]);
    const cuts = [1, MIN_TOKENS_OF_A_PASS - 1, MIN_TOKENS_OF_A_PASS];
    const parts = await generate(cuts.map((cut) => ({ ...lane, generated: whole!.tokenIds.slice(0, cut) })));
    const { tokenIds, text } = whole!;
    for (const part of parts) expect(part).toMatchObject({ tokenIds, text, decided: true });
  });

  it('tells it with the last token', async () => {
    const tokens: LaneToken[] = [];
    const token = (_: number, token: LaneToken) => void tokens.push(token);
    await engine.generate(
      { lanes: [{ prompt, maxNewTokens: 40, ...words('at least', 1) }] },
      directContext({ token }),
    );
    expect(tokens.filter(({ decided }) => decided)).toEqual([tokens.at(-1)]);
    expect(tokens.at(-1)).toMatchObject({ finish: 'stop', decided: true });
  });

  it('never ends early for the language of its text, which is known only at its end', async () => {
    const lanes = ['en', 'fr'].map((language) => ({
      ...{ prompt, maxNewTokens: 30 },
      ...check('language:response_language', { language }),
    }));
    for (const lane of await generate(lanes)) expect(lane.finishReason).toBe('length');
  });

  it('refuses checks that do not exist, and arguments that the check refuses', async () => {
    const code = (stop: Partial<Lane>) =>
      generate([{ prompt, ...stop }]).then(
        () => 'none',
        (error: unknown) => (error instanceof TillerError ? error.code : error),
      );
    expect(await code(check('length:sentences', {}))).toBe('unknown_check');
    expect(await code(words('at least', -1))).toBe('check_arguments');
  });
});
