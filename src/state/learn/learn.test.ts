import { describe, expect, it } from 'vitest';
import {
  beginRun,
  breakRun,
  finishRun,
  INITIAL_LEARN,
  type LiveResult,
  readStoredLearn,
  toStoredLearn,
  withGuess,
  withoutRevealed,
  withRevealed,
  withUpdate,
} from './learn.ts';

const RESULT: LiveResult = {
  modelName: 'a model',
  isMeasured: true,
  result: { kind: 'curves', about: 'stream', lines: [] },
};

describe('a prediction', () => {
  it('is kept with the guess when it is shown, and opened again with the guess in place', () => {
    const shown = withRevealed(withGuess(INITIAL_LEARN, 'layer', 'early'), 'layer', 'late');
    expect(shown).toMatchObject({ guesses: { layer: 'late' }, revealed: ['layer'] });
    expect(withRevealed(shown, 'layer', 'late').revealed).toEqual(['layer']);
    expect(withoutRevealed(shown, 'layer')).toMatchObject({ guesses: { layer: 'late' }, revealed: [] });
  });

  it('that is skipped leaves no guess behind', () => {
    const skipped = withRevealed(withGuess(INITIAL_LEARN, 'stream', 40), 'stream', null);
    expect(skipped.guesses).toEqual({});
    expect(skipped.revealed).toEqual(['stream']);
  });
});

describe('an experiment', () => {
  const running = beginRun(INITIAL_LEARN, 'layer');

  it('shows how far it is, and its result in the end', () => {
    const update = { step: { kind: 'writing' }, done: 1, total: 2 } as const;
    expect(withUpdate(running, update).run?.update).toEqual(update);
    expect(finishRun(running, 'layer', RESULT)).toMatchObject({ run: null, results: { layer: RESULT } });
  });

  it('that was stopped is no failure, and takes no more updates', () => {
    const stopped = breakRun(running, null);
    expect(stopped.run).toMatchObject({ phase: 'stopped', error: null });
    expect(withUpdate(stopped, { step: { kind: 'reading' }, done: 0, total: 0 })).toBe(stopped);
    expect(breakRun(running, { code: 'worker_died', message: 'gone' }).run?.phase).toBe('failed');
  });

  it('that fails leaves an earlier result in place', () => {
    const again = beginRun(finishRun(running, 'layer', RESULT), 'layer');
    expect(breakRun(again, { code: 'internal', message: '' }).results.layer).toBe(RESULT);
  });
});

describe('what survives a reload', () => {
  it('is guesses and lessons that are done', () => {
    const learn = withGuess(withRevealed(INITIAL_LEARN, 'controls', 4), 'layer', 'late');
    expect(readStoredLearn(JSON.parse(JSON.stringify(toStoredLearn(learn))))).toEqual(learn);
  });

  it('is nothing that is not a lesson or not a guess', () => {
    for (const stored of [null, 3, [], 'x', { guesses: 1, revealed: {} }]) {
      expect(readStoredLearn(stored)).toEqual(INITIAL_LEARN);
    }
    expect(
      readStoredLearn({ guesses: { layer: {}, stream: 5, other: 1 }, revealed: ['layer', 'nonsense', 7] }),
    ).toMatchObject({ guesses: { stream: 5 }, revealed: ['layer'] });
  });
});
