import { describe, expect, it } from 'vitest';
import { VECTOR } from '../testValues.ts';
import {
  INITIAL_MIX,
  MAX_PARTS,
  type MixForm,
  mixOf,
  partsInUse,
  withPart,
  withPartAdded,
  withPartRemoved,
} from './mix.ts';

const other = { ...VECTOR, name: 'other', direction: Float32Array.of(0, 1, 1, 0, 0.8, 0.6) };
const vectors = new Map([
  ['french', VECTOR],
  ['other', other],
  ['foreign', { ...VECTOR, name: 'foreign', modelId: 'another' }],
]);

const form = (operation: MixForm['operation'], ...weights: number[]): MixForm => ({
  operation,
  parts: ['french', 'other'].map((id, key) => ({ key, id, weight: weights[key] ?? 1 })),
});

describe('mixOf', () => {
  it('waits until all parts are chosen and read', () => {
    expect(mixOf(INITIAL_MIX, vectors)).toEqual({ vector: null, problem: null });
    expect(mixOf(form('add'), new Map([['french', VECTOR]]))).toEqual({ vector: null, problem: null });
  });

  it('adds at weight 1, whatever weights stand in the form', () => {
    // gap 1 along each of two orthogonal axes at layer 0
    expect(mixOf(form('add', 5, 7), vectors).vector?.meanDifferenceNorm[0]).toBeCloseTo(Math.SQRT2, 6);
    expect(mixOf(form('mix', 3, 4), vectors).vector?.meanDifferenceNorm[0]).toBeCloseTo(5, 6);
  });

  it('negates and scales the first alone', () => {
    expect(partsInUse(form('negate'))).toHaveLength(1);
    expect([...mixOf(form('negate'), vectors).vector!.direction.slice(0, 2)]).toEqual([-1, 0]);
    expect(mixOf(form('scale', 2.5), vectors).vector?.meanDifferenceNorm[0]).toBeCloseTo(2.5, 6);
  });

  it('says why there is no result', () => {
    expect(mixOf(form('scale', 0), vectors).problem).toMatch(/nothing is left/);
    const foreign = withPart(form('add'), 1, { id: 'foreign' });
    expect(mixOf(foreign, vectors).problem).toMatch(/made on/);
  });
});

describe('parts', () => {
  it('come and go, but two stay', () => {
    const three = withPartAdded(form('mix'));
    expect(three.parts.map(({ key }) => key)).toEqual([0, 1, 2]);
    const two = withPartRemoved(three, 1);
    expect(two.parts.map(({ key }) => key)).toEqual([0, 2]);
    expect(withPartRemoved(two, 0)).toBe(two);
    let many = form('mix');
    for (let i = 0; i < 10; i++) many = withPartAdded(many);
    expect(many.parts).toHaveLength(MAX_PARTS);
  });
});
