import { describe, expect, it } from 'vitest';
import { MODEL_INFO, PRESET, VECTOR } from '../testValues.ts';
import { isMeasuredOn, isSameModel, vectorNotice, vectorProblem } from './steerable.ts';

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

describe('a vector of another model', () => {
  const other = { ...MODEL_INFO, id: 'owner/other' };

  it('cannot steer one of another shape, and the reason names both', () => {
    expect(vectorProblem(VECTOR, MODEL_INFO)).toBeNull();
    expect(vectorProblem(VECTOR, { ...other, hiddenSize: 64 })).toBe(
      'This vector was made on the embedded model with hidden size 2; owner/other has 64. ' +
        'Use a vector of a model with the same hidden size.',
    );
    expect(vectorProblem(null, MODEL_INFO)).toBeNull();
  });

  it('may steer one of the same shape, which is said', () => {
    expect(vectorProblem(VECTOR, other)).toBeNull();
    expect(vectorNotice(VECTOR, other)).toMatch(/made on the embedded model, not on owner\/other/);
    expect(vectorNotice(VECTOR, { ...MODEL_INFO, id: 'SmolLM2-135M-Instruct' })).toBeNull();
  });
});
