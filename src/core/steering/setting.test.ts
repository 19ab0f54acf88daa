import { describe, expect, it } from 'vitest';
import { interventionsOf } from './setting.ts';
import type { SteeringVector } from './types.ts';

const vector: SteeringVector = {
  name: 'test',
  modelId: 'none',
  method: 'meanDifference',
  numLayers: 2,
  hiddenSize: 2,
  direction: Float32Array.of(1, 0, 0, 1),
  meanDifferenceNorm: Float32Array.of(4, 2),
  projectionPositive: Float32Array.of(6, 1),
  projectionNegative: Float32Array.of(2, -1),
  pairConsistency: Float32Array.of(1, 1),
};

describe('vectors put to use', () => {
  it('become interventions in their order, each with its own layer, row and number', () => {
    const found = interventionsOf([
      { vector, setting: { layer: 1, operator: 'add', strength: 0.5 } },
      { vector, setting: { layer: 0, operator: 'setProjection', strength: 2, scope: 'prompt' } },
      { vector, setting: { layer: 0, operator: 'ablate', strength: 2, scope: 'all' } },
    ]);
    expect(found).toEqual([
      { layer: 1, direction: Float32Array.of(0, 1), operator: 'add', value: 1 },
      { layer: 0, direction: Float32Array.of(1, 0), operator: 'setProjection', value: 10, scope: 'prompt' },
      { layer: 0, direction: Float32Array.of(1, 0), operator: 'ablate', value: 0, scope: 'all' },
    ]);
    expect(found[0]).not.toHaveProperty('scope');
    expect(found[0]!.direction).toHaveProperty('buffer', vector.direction.buffer);
  });

  it('are refused at a layer that the vector does not have', () => {
    expect(() => interventionsOf([{ vector, setting: { layer: 2, operator: 'add', strength: 1 } }])).toThrow(
      expect.objectContaining({ code: 'layer_out_of_range' }),
    );
  });
});
