import { describe, expect, it } from 'vitest';
import { memoryAnswerStore } from './answers.ts';
import { type CompositionInput, type CompositionUpdate, compositionGrid } from './composition.ts';
import { labOf } from './lab.ts';
import { abortAfter, GREEDY, type Script, scriptedTiller, scriptedVector } from './testing.ts';

/** Layer 2 brings the ocean, layer 5 a hill; above 1 either falls apart. */
const script: Script = (_, { interventions = [] }) => {
  if (interventions.some(({ value = 0 }) => value > 1)) return 'so '.repeat(20).trim();
  const words = interventions.map(({ layer }) => (layer === 2 ? 'ocean' : 'hill'));
  return ['here', 'is', ...words].join(' ');
};

const side = (layer: number, word: string, strengths: CompositionInput['a']['strengths']) => ({
  vector: scriptedVector({ name: word }),
  setting: { layer, operator: 'add' as const },
  check: { instructionId: 'keywords:existence', kwargs: { keywords: [word] } },
  strengths,
});

const input = (parts: Partial<CompositionInput> = {}): CompositionInput => ({
  a: side(2, 'ocean', [null, 1]),
  b: side(5, 'hill', [null, 1, 2]),
  prompts: ['x', 'y'],
  decoding: GREEDY,
  ...parts,
});

describe('a grid of two vectors', () => {
  it('counts each cell: which instruction passes, and both', async () => {
    const { cells, answers } = await compositionGrid(
      input(),
      labOf(scriptedTiller(script), memoryAnswerStore()),
    );
    expect(
      cells.map((row) =>
        row.map(({ strengthA, strengthB, passA, passB, bothPass, degenerate }) =>
          [strengthA ?? 'off', strengthB ?? 'off', passA, passB, bothPass, degenerate].join(' '),
        ),
      ),
    ).toEqual([
      ['off off 0 0 0 0', 'off 1 0 2 0 0', 'off 2 0 0 0 2'],
      ['1 off 2 0 0 0', '1 1 2 2 2 0', '1 2 0 0 0 2'],
    ]);
    expect(answers[1]![1]!.map(({ asked, text }) => [asked, text])).toEqual([
      ['x', 'here is ocean hill'],
      ['y', 'here is ocean hill'],
    ]);
    expect(answers[0]![0]![0]!.condition).toBe('plain');
  });

  it('goes on where it was stopped', async () => {
    const whole = scriptedTiller(script);
    const expected = await compositionGrid(input(), labOf(whole, memoryAnswerStore()));
    const tiller = scriptedTiller(script);
    const store = memoryAnswerStore();
    const stopped = compositionGrid(input(), labOf(tiller, store), { signal: abortAfter(tiller, 40) });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    const updates: CompositionUpdate[] = [];
    const onUpdate = (update: CompositionUpdate) => updates.push(update);
    expect(await compositionGrid(input(), labOf(tiller, store), { onUpdate })).toEqual(expected);
    expect(tiller.generated).toBe(whole.generated);
    expect(updates.at(-1)).toMatchObject({ done: 12, total: 12, cells: expected.cells });
  });

  it.each([
    ['no prompts', { prompts: [] }],
    ['a vector without strengths', { a: side(2, 'ocean', []) }],
  ])('refuses %s', async (_, parts) => {
    const run = compositionGrid(input(parts), labOf(scriptedTiller(script), memoryAnswerStore()));
    await expect(run).rejects.toMatchObject({ code: 'bad_request' });
  });
});
