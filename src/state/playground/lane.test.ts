import { describe, expect, it } from 'vitest';
import { laneResult, tokens } from '../testValues.ts';
import {
  appendTokens,
  breakLane,
  canContinue,
  continueLane,
  EMPTY_LANE,
  finishLane,
  restartLane,
  shownText,
  shownTokenCount,
} from './lane.ts';

const done = finishLane(restartLane(EMPTY_LANE, 'superseded'), laneResult('one two three four'));

describe('a lane', () => {
  it('joins the pieces of a frame and counts them as tokens', () => {
    const lane = appendTokens(restartLane(EMPTY_LANE, 'superseded'), tokens('Le', 's', ' abeilles'), 1000);
    expect([lane.status, lane.text, lane.tokenCount]).toEqual(['streaming', 'Les abeilles', 3]);
  });

  it('stays the same object when nothing arrived', () => {
    expect(appendTokens(done, [], 1000)).toBe(done);
  });

  it('counts its speed from the first token and only over a time worth counting', () => {
    const first = appendTokens(restartLane(EMPTY_LANE, 'superseded'), tokens('a'), 1000);
    expect(first.tokensPerSecond).toBeNull();
    expect(appendTokens(first, tokens('b', 'c'), 1050).tokensPerSecond).toBeNull();
    expect(appendTokens(first, tokens('b', 'c', 'd', 'e'), 1500).tokensPerSecond).toBe(8);
  });

  it('takes text and numbers from the result at the end', () => {
    expect(done).toMatchObject({
      status: 'done',
      text: 'one two three four',
      tokenCount: 4,
      tokensPerSecond: 40,
    });
  });

  it('ends as stopped when its result was aborted', () => {
    expect(finishLane(restartLane(EMPTY_LANE, 'superseded'), laneResult('one', 'aborted')).status).toBe(
      'stopped',
    );
  });
});

describe('a superseded text', () => {
  const again = restartLane(done, 'superseded');

  it('stays whole until the first token', () => {
    expect(shownText(again)).toEqual({ text: '', superseded: 'one two three four' });
  });

  it('is replaced from the front, and its rest begins at a whole word', () => {
    const lane = appendTokens(again, tokens('un de'), 0);
    expect(shownText(lane)).toEqual({ text: 'un de', superseded: ' three four' });
  });

  it('is gone once the new text is as long', () => {
    expect(shownText(appendTokens(again, tokens('un deux trois quatre'), 0)).superseded).toBe('');
  });

  it('does not count among the tokens', () => {
    expect(shownTokenCount(appendTokens(again, tokens('un'), 0))).toBe(1);
  });

  it('survives a second restart before the first token, with its count', () => {
    const twice = restartLane(again, 'superseded');
    expect(shownText(twice).superseded).toBe('one two three four');
    expect(breakLane(twice, 'stopped').previous).toMatchObject({ text: 'one two three four', tokenCount: 4 });
  });

  it('stays greyed when the new run is stopped before its first token: a press too soon loses nothing', () => {
    const stopped = finishLane(again, { ...laneResult('', 'aborted'), tokenIds: [] });
    expect(stopped.status).toBe('stopped');
    expect(shownText(stopped)).toEqual({ text: '', superseded: 'one two three four' });
  });

  it('stays greyed when the new run breaks before its first token: it is no answer to what is set now', () => {
    const broken = breakLane(again, 'failed');
    expect(broken.status).toBe('failed');
    expect(shownText(broken)).toEqual({ text: '', superseded: 'one two three four' });
    expect(shownText(restartLane(broken, 'superseded')).superseded).toBe('one two three four');
  });
});

describe('a held text', () => {
  const partial = appendTokens(restartLane(EMPTY_LANE, 'superseded'), tokens('one', ' two', ' three'), 0);
  const again = restartLane(partial, 'held');

  it('stays in full ink while the same answer is made again', () => {
    const lane = appendTokens(again, tokens('one'), 0);
    expect(shownText(lane)).toEqual({ text: 'one two three', superseded: '' });
    expect(shownTokenCount(lane)).toBe(3);
  });

  it('stays greyed when nothing of the new answer had arrived', () => {
    const waiting = restartLane(restartLane(done, 'superseded'), 'held');
    expect(shownText(waiting)).toEqual({ text: '', superseded: 'one two three four' });
  });

  it('keeps the greyed rest of an older text behind it', () => {
    const halfway = appendTokens(restartLane(done, 'superseded'), tokens('one'), 0);
    const waiting = restartLane(halfway, 'held');
    expect(shownText(waiting)).toEqual({ text: 'one', superseded: ' two three four' });
    expect(shownText(appendTokens(waiting, tokens('one or two'), 0))).toEqual({
      text: 'one or two',
      superseded: ' four',
    });
  });

  it('gives way where the new answer differs', () => {
    expect(shownText(appendTokens(again, tokens('uno'), 0)).text).toBe('uno');
  });

  it('gives way once the new answer is longer', () => {
    expect(shownText(appendTokens(again, tokens('one two three four'), 0)).text).toBe('one two three four');
  });

  it('is kept when the user stops before the new answer has caught up', () => {
    const lane = finishLane(appendTokens(again, tokens('one'), 0), laneResult('one', 'aborted'));
    expect([lane.text, lane.tokenCount, lane.status]).toEqual(['one two three', 3, 'stopped']);
  });
});

describe('a lane that goes on', () => {
  const cut = finishLane(restartLane(EMPTY_LANE, 'superseded'), laneResult('one two', 'length'));

  it('can when it was cut off, not when the model was done or nothing is known to go on after', () => {
    expect(canContinue(cut)).toBe(true);
    expect(canContinue(done)).toBe(false);
    expect(canContinue({ ...cut, tokenIds: [] })).toBe(false);
  });

  it('adds to its text, and counts its speed over new tokens alone', () => {
    const more = appendTokens(continueLane(cut), tokens(' three'), 1000);
    expect(more).toMatchObject({ text: 'one two three', tokenCount: 3, tokensPerSecond: 40 });
    expect(appendTokens(more, tokens(' four', ' five'), 1500).tokensPerSecond).toBe(4);
  });
});

describe('breakLane', () => {
  it('leaves a lane alone that had ended', () => {
    expect(breakLane(done, 'failed')).toBe(done);
  });
});
