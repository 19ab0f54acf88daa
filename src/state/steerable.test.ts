import { describe, expect, it } from 'vitest';
import { isMeasuredOn, isSameModel, vectorProblem } from './steerable.ts';
import { MODEL_INFO, PRESET, VECTOR } from './testValues.ts';

describe('what was measured', () => {
  it('holds for the model it was measured on, under either of the embedded model’s names', () => {
    expect(isMeasuredOn(PRESET, MODEL_INFO)).toBe(true);
    expect(isMeasuredOn(PRESET, { ...MODEL_INFO, id: 'SmolLM2-135M-Instruct' })).toBe(true);
    expect(isMeasuredOn(PRESET, { ...MODEL_INFO, id: 'owner/other' })).toBe(false);
    expect(isSameModel('owner/other', 'owner/other')).toBe(true);
  });

  it('is shown as it is while no model is loaded', () => {
    expect(isMeasuredOn({ ...PRESET, modelId: 'owner/other' }, null)).toBe(true);
  });
});

describe('vectorProblem', () => {
  it('names both shapes when they differ', () => {
    expect(vectorProblem(VECTOR, MODEL_INFO)).toBeNull();
    expect(vectorProblem(VECTOR, { ...MODEL_INFO, id: 'other', hiddenSize: 64 })).toBe(
      'This vector was made on the embedded model (3 layers, hidden size 2); other has 3 layers and hidden size 64.',
    );
    expect(vectorProblem(null, MODEL_INFO)).toBeNull();
  });
});
