import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directionAt, strengthToValue, valueToStrength } from './strength.ts';
import type { Operator, SteeringVector } from './types.ts';

/** negative 2, positive 6 at layer 0; both 1 at layer 1 */
const vector: SteeringVector = {
  name: 'test',
  modelId: 'none',
  method: 'meanDifference',
  numLayers: 2,
  hiddenSize: 2,
  direction: Float32Array.of(1, 0, 0, 1),
  meanDifferenceNorm: Float32Array.of(4, 0),
  projectionPositive: Float32Array.of(6, 1),
  projectionNegative: Float32Array.of(2, 1),
  pairConsistency: Float32Array.of(1, 1),
};

describe('strength', () => {
  it.each([
    ['setProjection', 0, 2],
    ['setProjection', 1, 6],
    ['setProjection', 1.5, 8],
    ['setProjection', -1, -2],
    ['add', 0, 0],
    ['add', 1, 4],
    ['add', -2, -8],
    ['ablate', 3, 0],
  ] as const)('%s with strength %d gives the raw number %d', (operator, strength, value) => {
    expect(strengthToValue(vector, 0, operator, strength)).toBe(value);
  });

  it('turns a raw number back into the strength it came from', () => {
    for (const operator of ['add', 'setProjection'] as const) {
      for (const strength of [-2, 0, 0.05, 3]) {
        const value = strengthToValue(vector, 0, operator, strength);
        expect(valueToStrength(vector, 0, operator, value)).toBeCloseTo(strength, 12);
      }
    }
  });

  it('gives strength 0 where it cannot be told', () => {
    expect(valueToStrength(vector, 1, 'add', 5)).toBe(0);
    expect(valueToStrength(vector, 0, 'ablate', 5)).toBe(0);
  });

  it('rejects a layer that the vector does not have', () => {
    for (const layer of [-1, 2, 0.5]) {
      expect(() => strengthToValue(vector, layer, 'add', 1)).toThrow(
        expect.objectContaining({
          code: 'layer_out_of_range',
          message: expect.stringContaining('layers 0 to 1'),
          details: { layer, numLayers: 2 },
        }),
      );
    }
  });

  it("gives a layer's own direction", () => {
    expect([...directionAt(vector, 1)]).toEqual([0, 1]);
    expect(() => directionAt(vector, 2)).toThrow(expect.objectContaining({ code: 'layer_out_of_range' }));
  });

  // Source: models/SmolLM2-135M-Instruct/golden.json, PyTorch float32; see its `reference`.
  it('matches the raw numbers recorded for the embedded model', () => {
    const path = new URL('../../../models/SmolLM2-135M-Instruct/golden.json', import.meta.url);
    const golden: {
      vectors: Record<
        string,
        {
          projectionPositive: number[];
          projectionNegative: number[];
          steered: { layer: number; operator: Operator; strength: number; value: number }[];
        }
      >;
    } = JSON.parse(readFileSync(path, 'utf8'));
    const runs = Object.values(golden.vectors).flatMap((recorded) =>
      recorded.steered.map((run) => ({ ...run, recorded })),
    );
    expect(runs.length).toBeGreaterThan(0);
    for (const { layer, operator, strength, value, recorded } of runs) {
      const like = {
        ...vector,
        projectionPositive: Float32Array.from(recorded.projectionPositive),
        projectionNegative: Float32Array.from(recorded.projectionNegative),
      };
      // recorded with six decimals
      expect(strengthToValue(like, layer, operator, strength)).toBeCloseTo(value, 4);
    }
  });
});
