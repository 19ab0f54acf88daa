import { describe, expect, it } from 'vitest';
import { CARD, QUESTION } from '../testValues.ts';
import { beginSweep, endSweep, INITIAL_SWEEP, steeringAt, sweepValues, withCells } from './sweep.ts';

describe('the values of a sweep', () => {
  it('are strengths from plain on, with the card’s own', () => {
    expect(sweepValues('strength', CARD, 30)).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3]);
    expect(sweepValues('strength', { ...CARD, strength: -0.4 }, 30)).toHaveLength(8);
  });

  it('are layers from a fifth of the depth to the last, with the card’s own', () => {
    expect(sweepValues('layer', { ...CARD, layer: 25 }, 30)).toEqual([6, 10, 14, 18, 21, 25, 29]);
    expect(sweepValues('layer', { ...CARD, layer: 1 }, 4)).toEqual([0, 1, 2, 3]);
    expect(sweepValues('layer', { ...CARD, layer: 0 }, 1)).toEqual([0]);
  });
});

describe('a sweep', () => {
  it('steers by the stack with one card at the value, switched on', () => {
    const { cards } = steeringAt(QUESTION.steering, CARD.id, 'strength', 2);
    expect(cards).toEqual([{ ...CARD, strength: 2 }]);
  });

  it('waits for all its texts, and keeps what there is when it is stopped', () => {
    const begun = beginSweep(INITIAL_SWEEP, QUESTION, CARD.id, [0, 1]);
    expect(begun.cells.map(({ lane }) => lane.status)).toEqual(['waiting', 'waiting']);
    const halfway = withCells(begun, (lane, index) => (index === 0 ? { ...lane, text: 'a' } : lane));
    const ended = endSweep(halfway, 'stopped');
    expect(ended.isRunning).toBe(false);
    expect(ended.cells.map(({ lane }) => [lane.status, lane.text])).toEqual([
      ['stopped', 'a'],
      ['stopped', ''],
    ]);
  });
});
