import { describe, expect, it } from 'vitest';
import type { SteeringVector } from '../../core/steering/types.ts';
import { CARD, MODEL_INFO, QUESTION, VECTOR } from '../testValues.ts';
import { assertAskable, laneFor } from './question.ts';
import { withSelectedCard } from './steering.ts';

const VECTORS = new Map([['french', VECTOR]]);
const NONE = new Map<string, SteeringVector>();

describe('laneFor', () => {
  it('asks both lanes the same and steers one', () => {
    const plain = laneFor('unsteered', QUESTION, VECTORS, MODEL_INFO);
    const steered = laneFor('steered', QUESTION, VECTORS, MODEL_INFO);
    expect(plain.interventions).toEqual([]);
    expect(plain.probes).toEqual([]);
    expect({ ...steered, interventions: [] }).toEqual(plain);
    expect(steered.interventions).toEqual([
      { layer: 1, direction: Float32Array.of(0, 1), operator: 'setProjection', value: 10, scope: 'all' },
    ]);
  });

  it('steers by every card that is on, in order, each with its scope', () => {
    const second = { ...CARD, id: 'b', layer: 0, operator: 'add' as const, scope: 'generated' as const };
    const off = { ...CARD, id: 'c', isOn: false };
    const question = { ...QUESTION, steering: { cards: [CARD, off, second], selectedId: CARD.id } };
    expect(laneFor('steered', question, VECTORS, MODEL_INFO).interventions).toEqual([
      { layer: 1, direction: Float32Array.of(0, 1), operator: 'setProjection', value: 10, scope: 'all' },
      { layer: 0, direction: Float32Array.of(1, 0), operator: 'add', value: 1, scope: 'generated' },
    ]);
  });

  it('applies the chat template where there is one, and else asks as in a list of questions and answers', () => {
    expect(laneFor('unsteered', QUESTION, NONE, MODEL_INFO)).toMatchObject({
      prompt: [{ role: 'user', content: 'Why?' }],
      stop: [],
    });
    expect(laneFor('unsteered', QUESTION, NONE, { ...MODEL_INFO, hasChatTemplate: false })).toMatchObject({
      prompt: 'Q: Why?\nA:',
      stop: ['\nQ:'],
    });
  });

  it('steers nothing when the switch is off or there is no vector', () => {
    const off = {
      ...QUESTION,
      steering: withSelectedCard(QUESTION.steering, (card) => ({ ...card, isOn: false })),
    };
    expect(laneFor('steered', off, VECTORS, MODEL_INFO).interventions).toEqual([]);
    expect(laneFor('steered', QUESTION, NONE, MODEL_INFO).interventions).toEqual([]);
  });

  it('leaves out a top-k and top-p that take all tokens', () => {
    const lane = laneFor('unsteered', QUESTION, NONE, MODEL_INFO);
    expect(lane).not.toHaveProperty('topK');
    expect(lane).not.toHaveProperty('topP');
    const sampling = { ...QUESTION.sampling, topK: 40, topP: 0.9 };
    expect(laneFor('unsteered', { ...QUESTION, sampling }, NONE, MODEL_INFO)).toMatchObject({
      topK: 40,
      topP: 0.9,
    });
  });
});

describe('assertAskable', () => {
  it('refuses a blank prompt and a vector of another shape', () => {
    expect(() => assertAskable(' \n', [VECTOR], MODEL_INFO)).toThrow(
      expect.objectContaining({ code: 'prompt_empty' }),
    );
    const other = { ...MODEL_INFO, hiddenSize: 64 };
    expect(() => assertAskable('Why?', [VECTOR], other)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
  });

  it('lets a prompt without steering pass', () => {
    expect(() => assertAskable('Why?', [], MODEL_INFO)).not.toThrow();
  });
});
