/** The searches on a tiny real model: its text means nothing, but every part of the way to it is the real one. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTiller } from '../../scripts/lib/nodeTiller.ts';
import type { Tiller } from '../api/index.ts';
import { check } from '../core/ifeval/index.ts';
import { asAsked } from '../core/pairs/asking.ts';
import { BASE_PROMPTS } from '../core/pairs/basePrompts.ts';
import { PRESET_PAIRS } from '../core/pairs/instructions.ts';
import { withInstruction } from '../core/pairs/pairs.ts';
import type { SteeringVector } from '../core/steering/types.ts';
import { memoryAnswerStore } from './answers.ts';
import { buildSeconds, measureRates } from './buildTime.ts';
import { fastLayerSearch } from './fastLayerSearch.ts';
import { type Lab, labOf } from './lab.ts';
import { layerSearch } from './layerSearch.ts';
import { modelKeyOf } from './modelKey.ts';
import { type OwnInstructionUpdate, ownInstruction } from './ownInstruction.ts';
import { type PresetBuildInput, presetBuild } from './presetBuild.ts';
import { strengthSweep } from './strengthSweep.ts';
import { GREEDY } from './testing.ts';

const folder = fileURLToPath(new URL('../../e2e/fixtures/models/llama', import.meta.url));
const { tiller, close } = nodeTiller({ check }, { threads: 1 });
let vector: SteeringVector;
let plain: string;

beforeAll(async () => {
  await tiller.loadModel(folder, { dtype: 'q4' });
  vector = await tiller.fitVector([
    { positive: 'a b c one', negative: 'a b c' },
    { positive: 'd e two', negative: 'd e' },
  ]);
  const [result] = await tiller.generate([{ prompt: 'Q: hello\nA:', maxNewTokens: 8 }]);
  plain = result!.text;
});
afterAll(close);

/** counts the tokens that the model writes, and stops it after so many */
function counted(stopAfter = Number.POSITIVE_INFINITY): {
  lab: Lab;
  signal: AbortSignal;
  count: () => number;
  goOn(): void;
} {
  const controller = new AbortController();
  let tokens = 0;
  let limit = stopAfter;
  const counting: Tiller = Object.assign(Object.create(tiller) as Tiller, {
    generate: (lanes: Parameters<Tiller['generate']>[0], options: Parameters<Tiller['generate']>[1] = {}) =>
      tiller.generate(lanes, {
        ...options,
        onToken: (lane, token) => {
          tokens += 1;
          if (tokens >= limit) controller.abort();
          options.onToken?.(lane, token);
        },
      }),
  });
  return {
    lab: labOf(counting, memoryAnswerStore()),
    signal: controller.signal,
    count: () => tokens,
    goOn: () => {
      limit = Number.POSITIVE_INFINITY;
    },
  };
}

const input = () => ({
  vector,
  steering: { operator: 'add' as const, strength: 2 },
  check: { instructionId: 'punctuation:no_comma', kwargs: {} },
  prompts: ['hello', 'one two three'],
  decoding: { ...GREEDY, maxNewTokens: 8 },
  layers: [0, 1, 2, 3],
});

describe('on a fixture model', () => {
  it('a layer search stopped half-way goes on to the same result, and no token is generated twice', async () => {
    const whole = counted();
    const expected = await layerSearch(input(), whole.lab);
    expect(expected.layers.map(({ layer, total }) => [layer, total])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
    expect(whole.count()).toBe(expected.tokens.generated);

    const half = counted(Math.floor(whole.count() / 2));
    const stopped = layerSearch(input(), half.lab, { signal: half.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    half.goOn();
    expect(await layerSearch(input(), half.lab)).toEqual(expected);
    expect(half.count()).toBe(whole.count());
  });

  it('early stopping changes no verdict', async () => {
    const verdictsOf = async (earlyStop: boolean) => {
      const { answers, layer } = await layerSearch({ ...input(), earlyStop }, counted().lab);
      return { layer, passes: answers.map(({ verdict }) => verdict === 'pass') };
    };
    expect(await verdictsOf(true)).toEqual(await verdictsOf(false));
  });

  it('a fast search is deterministic', async () => {
    const fast = { ...input(), phrasings: ['Write without any commas.'] as [string] };
    const first = await fastLayerSearch(fast, counted().lab);
    expect(first.ranking).toHaveLength(4);
    expect(await fastLayerSearch(fast, counted().lab)).toEqual(first);
  });

  it('a strength sweep has the plain answers beside those of every strength', async () => {
    const { steering, layers: _, ...rest } = input();
    const sweep = await strengthSweep(
      { ...rest, steering: { operator: steering.operator, layer: 1 }, strengths: [0, 4] },
      counted().lab,
    );
    const textsAt = (at: number | null) =>
      sweep.answers.flatMap(({ strength, text }) => (strength === at ? [text] : []));
    // adding 0 times the vector is no steering
    expect(textsAt(0)).toEqual(textsAt(null));
    expect(textsAt(4)).not.toEqual(textsAt(null));
    expect(sweep.plain.perplexity).toBeGreaterThan(1);
  });

  it.each([
    ['talk like a pirate', null],
    ['no commas', 'punctuation:no_comma'],
  ])('"%s" becomes a vector with a setting, and tells how it goes', async (text, instructionId) => {
    const updates: OwnInstructionUpdate[] = [];
    const result = await ownInstruction({ text, decoding: { ...GREEDY, maxNewTokens: 4 } }, counted().lab, {
      onUpdate: (update) => updates.push(update),
    });
    expect(result.check?.instructionId ?? null).toBe(instructionId);
    expect(result.vector.name).toBe(result.instruction.title);
    expect([0, 2]).toContain(result.setting.layer);
    expect(result.evidence.ranking.map(({ layer }) => layer).sort()).toEqual([0, 2]);
    const done = updates.map((update) => update.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect([...new Set(updates.map(({ stage }) => stage))]).toEqual(['vector', 'layers', 'answers']);
  });

  it('an own instruction stopped before it begins leaves the model usable', async () => {
    const run = ownInstruction({ text: 'no commas' }, counted().lab, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    const [again] = await tiller.generate([{ prompt: 'Q: hello\nA:', maxNewTokens: 8 }]);
    expect(again!.text).toBe(plain);
  });
});

describe('a preset for another model', () => {
  const build = (presetId: string, parts: Partial<PresetBuildInput> = {}) =>
    presetBuild(
      {
        presetId,
        modelKey: modelKeyOf(tiller.model!),
        operator: 'add',
        decoding: { ...GREEDY, maxNewTokens: 8 },
        ...parts,
      },
      counted().lab,
    );

  it('is built from the pairs of the shipped one, with a setting that the model has', async () => {
    const { instruction, vector: built, setting, evidence } = await build('no-commas');
    expect(instruction.id).toBe('no-commas');
    expect(built).toMatchObject({ numLayers: 4, hiddenSize: 64 });
    expect(setting.operator).toBe('add');
    expect(setting.layer).toBeLessThan(4);
    expect(evidence.words).not.toBe('');
    const asked = (text: string) => asAsked(text, tiller.model!.hasChatTemplate).prompt;
    const pairs = BASE_PROMPTS.build.slice(0, PRESET_PAIRS).map((prompt, index) => ({
      positive: asked(withInstruction(instruction, prompt, index)),
      negative: asked(prompt),
    }));
    expect((await tiller.fitVector(pairs)).direction).toEqual(built.direction);
  });

  it('is refused where another model is loaded than it was asked for, and for an unknown preset', async () => {
    await expect(build('no-commas', { modelKey: 'another' })).rejects.toMatchObject({ code: 'bad_request' });
    await expect(build('no-such')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('has a time that is measured', async () => {
    const rates = await measureRates(tiller);
    expect(rates.prompts).toBeGreaterThan(0);
    expect(rates.tokens).toBeGreaterThan(0);
    const seconds = buildSeconds(rates, 4)!;
    expect(seconds).toBeGreaterThan(0);
    // twice as fast takes half as long
    expect(buildSeconds({ prompts: 2 * rates.prompts, tokens: 2 * rates.tokens }, 4)).toBeCloseTo(
      seconds / 2,
    );
    expect(buildSeconds({ ...rates, tokens: 0 }, 4)).toBeNull();
  });
});
