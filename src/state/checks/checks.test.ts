import { describe, expect, it } from 'vitest';
import { PRESET } from '../testValues.ts';
import {
  checkProblem,
  checksInForce,
  checkTitle,
  checkWords,
  INITIAL_CHECKS,
  MAX_CHECKS,
  readChecks,
  withCheckAdded,
  withCheckChanged,
  withCheckRemoved,
} from './checks.ts';

const noCommas = { instructionId: 'punctuation:no_comma', kwargs: {} };
const words = (num_words: number) => ({
  instructionId: 'length_constraints:number_words',
  kwargs: { relation: 'at least', num_words },
});
const withTwo = { followsInstruction: true, own: [noCommas, words(5)] };
const spanish = { ...PRESET, check: { ...noCommas, kwargs: {} } };

describe('the checks in force', () => {
  it('are the one of the instruction, whichever that is, then the own ones', () => {
    expect(checksInForce(INITIAL_CHECKS, [PRESET])).toEqual([PRESET.check]);
    expect(checksInForce(withTwo, [PRESET])).toEqual([PRESET.check, noCommas, words(5)]);
    expect(checksInForce({ ...withTwo, followsInstruction: false }, [PRESET])).toEqual([noCommas, words(5)]);
  });

  it('are none without an instruction, or with one that has no check', () => {
    expect(checksInForce(INITIAL_CHECKS, [])).toEqual([]);
    expect(checksInForce(INITIAL_CHECKS, [{ ...PRESET, check: null }])).toEqual([]);
  });

  it('are those of all instructions that steer together', () => {
    expect(checksInForce({ ...withTwo, own: [words(5)] }, [PRESET, spanish])).toEqual([
      PRESET.check,
      noCommas,
      words(5),
    ]);
  });

  it('hold each check once', () => {
    expect(checksInForce(withTwo, [spanish])).toEqual([noCommas, words(5)]);
  });
});

describe('adding, changing and removing', () => {
  it('adds at the end and keeps following the instruction', () => {
    expect(withCheckAdded(INITIAL_CHECKS, [PRESET], noCommas)).toEqual({
      followsInstruction: true,
      own: [noCommas],
    });
  });

  it('adds nothing twice and nothing beyond the most', () => {
    expect(withCheckAdded(withTwo, [PRESET], words(5))).toBe(withTwo);
    const own = Array.from({ length: MAX_CHECKS }, (_, index) => words(index));
    const full = { followsInstruction: false, own };
    expect(withCheckAdded(full, [PRESET], noCommas)).toBe(full);
  });

  it('makes the instruction’s check an own one when it is changed, and leaves it out when it is removed', () => {
    expect(withCheckChanged(withTwo, [PRESET], 0, words(9))).toEqual({
      followsInstruction: false,
      own: [words(9), noCommas, words(5)],
    });
    expect(withCheckRemoved(withTwo, [PRESET], 0)).toEqual({ ...withTwo, followsInstruction: false });
  });

  it('keeps the other instruction’s check when one of two is removed', () => {
    const both = [PRESET, spanish];
    expect(withCheckRemoved(INITIAL_CHECKS, both, 0)).toEqual({ followsInstruction: false, own: [noCommas] });
    expect(withCheckRemoved({ ...withTwo, own: [words(5)] }, both, 2)).toEqual(INITIAL_CHECKS);
  });

  it('changes and removes own ones in their place', () => {
    expect(withCheckChanged(withTwo, [PRESET], 2, words(9))).toEqual({
      followsInstruction: true,
      own: [noCommas, words(9)],
    });
    expect(withCheckRemoved(withTwo, [PRESET], 1)).toEqual({ followsInstruction: true, own: [words(5)] });
    expect(withCheckRemoved(withTwo, [], 0)).toEqual({ followsInstruction: true, own: [words(5)] });
  });

  it('changes nothing at a place that is not there', () => {
    expect(withCheckChanged(withTwo, [PRESET], 3, noCommas)).toBe(withTwo);
    expect(withCheckRemoved(withTwo, [PRESET], -1)).toBe(withTwo);
  });
});

describe('a check in words', () => {
  it('has the title of its type and the plainest way to ask for it', () => {
    expect([checkTitle(words(5)), checkWords(words(5))]).toEqual([
      'Number of words',
      'Answer with at least 5 words.',
    ]);
  });

  it('says what is wrong where it cannot be used', () => {
    const unknown = { instructionId: 'no:such_check', kwargs: {} };
    expect([checkTitle(unknown), checkWords(unknown)]).toEqual([
      'no:such_check',
      expect.stringContaining('There is no check "no:such_check"'),
    ]);
    expect(checkProblem(words(-1))?.code).toBe('check_arguments');
  });

  it('takes the prompt for a request to repeat that is not given', () => {
    const repeat = { instructionId: 'combination:repeat_prompt', kwargs: {} };
    expect(checkProblem(repeat)).toBeNull();
    expect(checkWords(repeat)).toMatch(/the prompt$/);
  });
});

describe('checks from storage', () => {
  it('come back as they were', () => {
    expect(readChecks(JSON.parse(JSON.stringify(withTwo)))).toEqual(withTwo);
  });

  it.each([null, 7, [], {}, { own: 'all' }])('are the initial ones where there are none: %j', (stored) => {
    expect(readChecks(stored)).toEqual(INITIAL_CHECKS);
  });

  it('leave out each that cannot be used', () => {
    const own = [noCommas, words(-1), { instructionId: 'no:such_check', kwargs: {} }, 7, { kwargs: {} }];
    expect(readChecks({ followsInstruction: false, own })).toEqual({
      followsInstruction: false,
      own: [noCommas],
    });
  });
});
