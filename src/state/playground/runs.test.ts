import { describe, expect, it } from 'vitest';
import { laneResult, PASS, QUESTION, tokens } from '../testValues.ts';
import { shownText, type Verdict } from './lane.ts';
import {
  addTokens,
  beginPair,
  beginSteered,
  breakRun,
  finishRun,
  INITIAL_RUNS,
  withChecks,
  withVerdicts,
} from './runs.ts';
import { withSelectedCard } from './steering.ts';

const begun = beginPair(INITIAL_RUNS, QUESTION);
const finished = finishRun(begun, [laneResult('plain text'), laneResult('texte')]);
const stronger = {
  ...QUESTION,
  steering: withSelectedCard(QUESTION.steering, (card) => ({ ...card, strength: 2 })),
  checks: [],
};

describe('a pair', () => {
  it('runs both lanes, the unsteered one first', () => {
    expect(begun.running).toEqual(['unsteered', 'steered']);
  });

  it('gives each lane its own tokens', () => {
    const { lanes } = addTokens(begun, { unsteered: tokens('a'), steered: tokens('b', 'c') }, 0);
    expect([lanes.unsteered.text, lanes.steered.text]).toEqual(['a', 'bc']);
  });

  it('takes results in the order of its lanes and is idle afterwards', () => {
    expect([finished.lanes.unsteered.text, finished.lanes.steered.text]).toEqual(['plain text', 'texte']);
    expect(finished.running).toEqual([]);
  });

  it('greys both texts when it is run again', () => {
    const again = beginPair(finished, QUESTION);
    expect(shownText(again.lanes.unsteered).superseded).toBe('plain text');
    expect(shownText(again.lanes.steered).superseded).toBe('texte');
  });
});

describe('the steered lane alone', () => {
  const again = beginSteered(finished, stronger);

  it('leaves a finished unsteered lane untouched', () => {
    expect(again.running).toEqual(['steered']);
    expect(again.lanes.unsteered).toBe(finished.lanes.unsteered);
  });

  it('keeps prompt and sampling, and takes the new steering and check', () => {
    expect(again.question).toEqual(stronger);
  });

  it('takes its one result', () => {
    const end = finishRun(again, [laneResult('nouveau texte')]);
    expect([end.lanes.unsteered.text, end.lanes.steered.text]).toEqual(['plain text', 'nouveau texte']);
  });

  it('lets an unfinished unsteered lane run along, its text held', () => {
    const halfway = addTokens(begun, { unsteered: tokens('plain'), steered: tokens('tex') }, 0);
    const restarted = beginSteered(halfway, stronger);
    expect(restarted.running).toEqual(['unsteered', 'steered']);
    expect(shownText(restarted.lanes.unsteered)).toEqual({ text: 'plain', superseded: '' });
    expect(shownText(restarted.lanes.steered)).toEqual({ text: '', superseded: 'tex' });
  });

  it('does nothing before there was a question', () => {
    expect(beginSteered(INITIAL_RUNS, stronger)).toBe(INITIAL_RUNS);
  });
});

describe('breakRun', () => {
  it('ends live lanes with the text they have and leaves finished ones', () => {
    const again = addTokens(beginSteered(finished, stronger), { steered: tokens('nou') }, 0);
    const broken = breakRun(again, 'failed');
    expect(broken.running).toEqual([]);
    expect(broken.lanes.unsteered.status).toBe('done');
    expect(broken.lanes.steered).toMatchObject({ status: 'failed', text: 'nou' });
  });
});

describe('withChecks', () => {
  it('asks for other checks of the same texts, and changes nothing where nothing was asked', () => {
    const other = withChecks(finished, []);
    expect(other.question).toEqual({ ...QUESTION, checks: [] });
    expect(other.lanes).toBe(finished.lanes);
    expect(withChecks(INITIAL_RUNS, [])).toBe(INITIAL_RUNS);
  });
});

describe('withVerdicts', () => {
  it('keeps a lane the same object while its verdict says the same', () => {
    const verdict = (): Verdict => ({ ...PASS, reason: 'r' });
    const judged = withVerdicts(finished, verdict);
    expect(judged.lanes.steered.verdict?.word).toBe('pass');
    expect(withVerdicts(judged, verdict).lanes.steered).toBe(judged.lanes.steered);
  });
});
