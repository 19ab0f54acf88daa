import { describe, expect, it } from 'vitest';
import { MODEL_INFO, QUESTION, VECTOR } from '../testValues.ts';
import { assertAskable, laneFor } from './question.ts';

describe('laneFor', () => {
  it('asks both lanes the same and steers one', () => {
    const plain = laneFor('unsteered', QUESTION, VECTOR, MODEL_INFO);
    const steered = laneFor('steered', QUESTION, VECTOR, MODEL_INFO);
    expect(plain.interventions).toEqual([]);
    expect({ ...steered, interventions: [] }).toEqual(plain);
    expect(steered.interventions).toEqual([
      { layer: 1, direction: Float32Array.of(0, 1), operator: 'setProjection', value: 10 },
    ]);
  });

  it('applies the chat template where there is one, and else asks as in a list of questions and answers', () => {
    expect(laneFor('unsteered', QUESTION, null, MODEL_INFO)).toMatchObject({
      prompt: [{ role: 'user', content: 'Why?' }],
      stop: [],
    });
    expect(laneFor('unsteered', QUESTION, null, { ...MODEL_INFO, hasChatTemplate: false })).toMatchObject({
      prompt: 'Q: Why?\nA:',
      stop: ['\nQ:'],
    });
  });

  it('steers nothing when the switch is off or there is no vector', () => {
    const off = { ...QUESTION, steering: { ...QUESTION.steering, isOn: false } };
    expect(laneFor('steered', off, VECTOR, MODEL_INFO).interventions).toEqual([]);
    expect(laneFor('steered', QUESTION, null, MODEL_INFO).interventions).toEqual([]);
  });

  it('leaves out a top-k and top-p that take all tokens', () => {
    const lane = laneFor('unsteered', QUESTION, null, MODEL_INFO);
    expect(lane).not.toHaveProperty('topK');
    expect(lane).not.toHaveProperty('topP');
    const sampling = { ...QUESTION.sampling, topK: 40, topP: 0.9 };
    expect(laneFor('unsteered', { ...QUESTION, sampling }, null, MODEL_INFO)).toMatchObject({
      topK: 40,
      topP: 0.9,
    });
  });
});

describe('assertAskable', () => {
  it('refuses a blank prompt and a vector of another shape', () => {
    expect(() => assertAskable(' \n', VECTOR, MODEL_INFO)).toThrow(
      expect.objectContaining({ code: 'prompt_empty' }),
    );
    const other = { ...MODEL_INFO, hiddenSize: 64 };
    expect(() => assertAskable('Why?', VECTOR, other)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
  });

  it('lets a prompt without steering pass', () => {
    expect(() => assertAskable('Why?', null, MODEL_INFO)).not.toThrow();
  });
});
