import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fixtureGolden } from '../../scripts/lib/goldenFiles.ts';
import { directContext, nodeEngine } from '../../scripts/lib/nodeEngine.ts';
import type { Intervention } from '../../src/core/steering/types.ts';
import type { Lane, LaneToken } from '../../src/protocol/model.ts';
import type { Engine } from '../engine.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../e2e/fixtures/models/${name}`, import.meta.url));

const ids = (length: number, seed = 1) => Array.from({ length }, (_, i) => 4 + ((i * 37 + seed * 101) % 316));

const LENGTH = 24;

// one model of each kind of cache
describe.each(['llama', 'llama-unfused', 'gemma2', 'phi3'])('%s', (name) => {
  let engine: Engine;
  let steer: Intervention;

  beforeAll(async () => {
    engine = nodeEngine({ threads: 1 });
    const { direction } = fixtureGolden(name);
    steer = { layer: 1, direction, operator: 'setProjection', value: 3 };
    await engine.load({ source: folder(name), options: { dtype: 'q4' } }, directContext());
  });

  /** What a run gives, how often the model was run for it, and what it heard token by token. */
  async function run(
    lanes: Lane[],
    signal = new AbortController().signal,
    onToken?: (token: LaneToken) => void,
  ) {
    const tokens: LaneToken[][] = lanes.map(() => []);
    const token = (lane: number, token: LaneToken) => {
      tokens[lane]!.push(token);
      onToken?.(token);
    };
    const steps = vi.spyOn(engine.decoder, 'run');
    const results = await engine.generate({ lanes }, directContext({ signal, token }));
    const count = steps.mock.calls.length;
    steps.mockRestore();
    return { results, tokens, steps: count };
  }

  type Run = Awaited<ReturnType<typeof run>>;

  function expectSame(drafted: Run, plain: Run) {
    for (const [lane, { durationMs, tokensPerSecond, ...result }] of plain.results.entries()) {
      expect(drafted.results[lane]).toMatchObject(result);
      expect(drafted.tokens[lane]!.length).toBe(plain.tokens[lane]!.length);
      for (const [index, { logProb, projections = [], ...token }] of plain.tokens[lane]!.entries()) {
        const { logProb: ours, projections: seen = [], ...rest } = drafted.tokens[lane]![index]!;
        expect(rest).toEqual(token);
        expect(Math.abs(ours - logProb)).toBeLessThan(1e-4);
        expect(seen.length).toBe(projections.length);
        for (const [probe, value] of projections.entries()) expect(seen[probe]).toBeCloseTo(value, 3);
      }
    }
  }

  /** The draft as it was, and others that part from the text somewhere. */
  const draftsOf = (text: readonly number[]): [string, number[]][] => [
    ['the text itself', [...text]],
    ...[0, 1, 6, 7, 8, 12, LENGTH - 1].map((at): [string, number[]] => [
      `other at token ${at}`,
      text.map((id, index) => (index === at ? 4 + ((id + 1) % 316) : id)),
    ]),
    ['longer', [...text, ...ids(20)]],
    ['shorter', text.slice(0, 10)],
    ['of one token', text.slice(0, 1)],
    ['another text', ids(40, 9)],
    ['none', []],
  ];

  describe.each<[string, () => Partial<Lane>]>([
    ['unsteered', () => ({})],
    ['with a penalty', () => ({ repetitionPenalty: 1.3 })],
    ['steered all through', () => ({ interventions: [steer], repetitionPenalty: 1.15 })],
    ['with its prompt steered', () => ({ interventions: [{ ...steer, scope: 'prompt' }] })],
    [
      'with its answer steered, and probed',
      () => ({
        interventions: [{ ...steer, scope: 'generated' }],
        probes: [{ layer: 2, direction: steer.direction }],
      }),
    ],
  ])('a greedy lane, %s', (_, settings) => {
    it('writes with any draft what it writes without', async () => {
      const lane: Lane = { prompt: ids(11, 3), maxNewTokens: LENGTH, ...settings() };
      const plain = await run([lane]);
      for (const [, draft] of draftsOf(plain.results[0]!.tokenIds)) {
        expectSame(await run([{ ...lane, draft }]), plain);
      }
    });
  });

  it('takes several tokens a step as long as the draft is right, and one after that', async () => {
    const lane: Lane = { prompt: ids(11, 3), maxNewTokens: LENGTH };
    const plain = await run([lane]);
    const [text, another] = [plain.results[0]!.tokenIds, ids(40, 9)];
    const right = await run([{ ...lane, draft: text }]);
    expect(right.steps).toBe(plain.steps - (LENGTH - 1) + [2, 4, 8, 8, 1].length);
    const early = await run([{ ...lane, draft: another }]);
    expect(early.steps).toBe(plain.steps);
    const continued = await run([{ ...lane, draft: text, generated: text.slice(0, 5) }]);
    expect(continued.results[0]!.tokenIds).toEqual(text);
    expect(continued.steps).toBeLessThan(plain.steps / 2);
  });

  it('ends where it would without: at a stop string, its last token, a certain verdict', async () => {
    const lane: Lane = { prompt: ids(11, 3), maxNewTokens: 40, repetitionPenalty: 1.2 };
    const { tokenIds: draft, text } = (await run([lane])).results[0]!;
    const ends: Partial<Lane>[] = [
      { stop: [text.slice(9, 12)] },
      { stop: [text.slice(20, 23)] },
      ...[0, 1, 2, 8, 9, 30].map((maxNewTokens) => ({ maxNewTokens })),
      {
        stopWhenDecided: {
          instructionId: 'length_constraints:number_words',
          kwargs: { relation: 'at least', num_words: 1 },
        },
      },
    ];
    for (const end of ends) {
      const plain = await run([{ ...lane, ...end }]);
      expectSame(await run([{ ...lane, ...end, draft }]), plain);
    }
  });

  it('gives no token after it was cancelled, in the middle of a step as well', async () => {
    const lane: Lane = { prompt: ids(11, 3), maxNewTokens: LENGTH };
    const draft = (await run([lane])).results[0]!.tokenIds;
    for (const at of [1, 4, 9]) {
      const controller = new AbortController();
      let heard = 0;
      const onToken = () => void (++heard === at && controller.abort());
      const { results, tokens } = await run([{ ...lane, draft }], controller.signal, onToken);
      expect(results[0]).toMatchObject({ finishReason: 'aborted', tokenIds: draft.slice(0, at) });
      expect(tokens[0]!.length).toBe(at);
    }
  });

  it('leaves lanes that draw their tokens, or run beside others, as they are', async () => {
    const lane: Lane = { prompt: ids(11, 3), maxNewTokens: LENGTH };
    const drawn: Lane = { ...lane, temperature: 1, topK: 40, seed: 5 };
    const other: Lane = { prompt: ids(7, 5), maxNewTokens: 6 };
    const plain = await run([drawn]);
    const redrawn = await run([{ ...drawn, draft: plain.results[0]!.tokenIds }]);
    expectSame(redrawn, plain);
    expect(redrawn.steps).toBe(plain.steps);
    const together = await run([lane, other]);
    const draft = together.results[0]!.tokenIds;
    // the other one ends first, and leaves it alone with its draft
    expectSame(await run([{ ...lane, draft }, other]), together);
  });

  it('refuses ids that are outside of the vocabulary', async () => {
    await expect(run([{ prompt: ids(4), draft: [1e6] }])).rejects.toMatchObject({ code: 'bad_request' });
  });
});
