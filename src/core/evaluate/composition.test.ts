import { describe, expect, it } from 'vitest';
import type { SteeringVector } from '../steering/types.ts';
import { appliedInCell, countCell, exclusionVariants, type GridVector } from './composition.ts';
import { judgedAnswer } from './testing.ts';

const vector = (name: string) => ({ name }) as SteeringVector;
const a: GridVector = { vector: vector('a'), setting: { layer: 3, operator: 'add' } };
const b: GridVector = { vector: vector('b'), setting: { layer: 1, operator: 'setProjection' } };

describe('a cell of the grid', () => {
  it.each([
    [null, null, []],
    [1, null, [['a', 3, 1]]],
    [null, 0, [['b', 1, 0]]],
    [
      0.5,
      1.5,
      [
        ['a', 3, 0.5],
        ['b', 1, 1.5],
      ],
    ],
  ] as const)('of strengths %j and %j applies %j', (strengthA, strengthB, expected) => {
    const applied = appliedInCell(a, b, strengthA, strengthB);
    expect(
      applied.map(({ vector: { name }, setting: { layer, strength } }) => [name, layer, strength]),
    ).toEqual(expected);
  });

  it('counts what passes each and both checks', () => {
    const answer = (first: boolean, second: boolean, isDegenerate = false) =>
      judgedAnswer({
        results: [first, second].map((loose) => ({ strict: false, loose, detail: '' })),
        isDegenerate,
      });
    const answers = [answer(true, true), answer(true, false), answer(false, true, true), answer(true, true)];
    expect(countCell(1, null, answers)).toEqual({
      strengthA: 1,
      strengthB: null,
      answers: 4,
      passA: 3,
      passB: 3,
      bothPass: 2,
      degenerate: 1,
    });
  });
});

describe('exclusion', () => {
  it('is the asking vector turned round, or a vector of its own', () => {
    const include = { vector: vector('ask'), setting: { layer: 2, operator: 'add', strength: 1.4 } } as const;
    const exclude = { vector: vector('avoid'), setting: { layer: 5, operator: 'add', strength: 1 } } as const;
    const { negative, own } = exclusionVariants(include, exclude);
    expect(negative).toEqual({ ...include, setting: { ...include.setting, strength: -1.4 } });
    expect(own).toBe(exclude);
    expect(exclusionVariants(negative, exclude).negative).toEqual(negative);
  });
});
