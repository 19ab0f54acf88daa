import { describe, expect, it } from 'vitest';
import { VECTOR } from '../testValues.ts';
import { comparable, similarityAt } from './similarity.ts';

describe('comparable', () => {
  it('keeps vectors of the same model and sizes', () => {
    const foreign = { ...VECTOR, modelId: 'another' };
    const deeper = { ...VECTOR, numLayers: 4 };
    expect(comparable([VECTOR, foreign, deeper, VECTOR], VECTOR)).toEqual([VECTOR, VECTOR]);
  });
});

describe('similarityAt', () => {
  const turned = { ...VECTOR, name: 'turned', direction: Float32Array.of(-1, 0, 1, 0, 0, 0) };

  it('gives numbers and words, and none where a vector has no direction', () => {
    expect(similarityAt([VECTOR, turned], 0)).toEqual({
      names: ['french', 'turned'],
      cells: [
        [
          { text: '1.00', value: 1 },
          { text: '−1.00', value: -1 },
        ],
        [
          { text: '−1.00', value: -1 },
          { text: '1.00', value: 1 },
        ],
      ],
    });
    expect(similarityAt([VECTOR, turned], 2).cells[0]![1]).toEqual({ text: 'not known', value: null });
    expect(similarityAt([], 0)).toEqual({ names: [], cells: [] });
  });
});
