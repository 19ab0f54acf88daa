import { describe, expect, it } from 'vitest';
import { QUESTION } from '../testValues.ts';
import { INITIAL_COMPARE, keptFrom, laneIds, laneTitle, MAX_LANES, readCompare } from './compare.ts';

const kept = keptFrom(INITIAL_COMPARE, QUESTION.steering)!;

describe('the lanes on the page', () => {
  it('are a pair, four with the instruction in words, and those that are kept', () => {
    expect(laneIds(INITIAL_COMPARE)).toEqual(['unsteered', 'steered']);
    const all = { ...INITIAL_COMPARE, hasFourConditions: true, kept: [kept] };
    expect(laneIds(all)).toEqual(['unsteered', 'steered', 'words', 'wordsSteered', 'kept-1']);
    expect(laneIds(all).map((id) => laneTitle(id, [kept]))).toEqual([
      'Unsteered',
      'Steered',
      'Instruction in words',
      'Instruction in words, steered',
      'Kept 1: layer 1 · strength 1.00',
    ]);
  });

  it('are never more than fit', () => {
    let compare = INITIAL_COMPARE;
    for (let i = 0; i < 9; i++) {
      const lane = keptFrom(compare, QUESTION.steering);
      if (lane) compare = { ...compare, kept: [...compare.kept, lane] };
    }
    expect(new Set(laneIds(compare)).size).toBe(MAX_LANES);
    expect(laneIds({ ...compare, hasFourConditions: true })).toHaveLength(MAX_LANES);
  });

  it('come back from storage, each that is one', () => {
    const compare = { ...INITIAL_COMPARE, kept: [kept], hasRibbon: false };
    expect(readCompare(JSON.parse(JSON.stringify(compare)))).toEqual(compare);
    expect(readCompare({ kept: [7, { id: 'steered' }, { ...kept, cards: [] }, kept, kept] }).kept).toEqual([
      kept,
    ]);
    expect(readCompare(null)).toEqual(INITIAL_COMPARE);
  });
});
