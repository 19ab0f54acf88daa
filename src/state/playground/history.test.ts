import { describe, expect, it } from 'vitest';
import { laneResult, QUESTION } from '../testValues.ts';
import { MAX_PAST_RUNS, readHistory, runsOf, withMeasured, withoutRun, withRun } from './history.ts';
import { beginPair, finishRun, INITIAL_RUNS } from './runs.ts';

const run = (prompt: string, steered = 'texte') =>
  finishRun(beginPair(INITIAL_RUNS, { ...QUESTION, prompt }), [
    laneResult('text'),
    laneResult(steered, 'length'),
  ]);
const one = withRun([], run('Why?'), 1000);

describe('the history', () => {
  it('takes nothing where nothing was asked', () => {
    expect(withRun([], INITIAL_RUNS, 1000)).toEqual([]);
  });

  it('has the newest run first, with an id of its own', () => {
    const two = withRun(one, run('How?'), 2000);
    expect(two.map(({ id, at, question }) => [id, at, question.prompt])).toEqual([
      [2, 2000, 'How?'],
      [1, 1000, 'Why?'],
    ]);
    expect(withoutRun(two, 1).map(({ id }) => id)).toEqual([2]);
  });

  it('takes what is measured of a text afterwards, once, and of no other text', () => {
    const measured = withMeasured(one, 'steered', 'texte', 9.5);
    expect(measured[0]?.texts.steered?.perplexity).toBe(9.5);
    expect(measured[0]?.texts.unsteered?.perplexity).toBeNull();
    expect(withMeasured(measured, 'steered', 'texte', 3)).toBe(measured);
    expect(withMeasured(one, 'steered', 'autre', 3)).toBe(one);
  });

  it('keeps one run of the same question, the latest', () => {
    const again = withRun(one, run('Why?', 'autre'), 2000);
    expect(again).toHaveLength(1);
    expect(again[0]?.texts.steered?.text).toBe('autre');
  });

  it('gives texts back complete, to go on after', () => {
    const [past] = one;
    expect(runsOf(past!)).toMatchObject({
      question: { ...QUESTION, prompt: 'Why?' },
      running: [],
      lanes: { steered: { status: 'done', text: 'texte', finishReason: 'length', tokenIds: [0] } },
    });
  });

  it('is bounded in number and in characters', () => {
    let many = one;
    for (let i = 0; i < 30; i++) many = withRun(many, run(`prompt ${i}`), i);
    expect(many).toHaveLength(MAX_PAST_RUNS);
    let long = one;
    for (const prompt of ['a', 'b', 'c']) long = withRun(long, run(prompt, prompt.repeat(75_000)), 1);
    expect(long.map(({ question }) => question.prompt)).toEqual(['c', 'b']);
  });

  it('comes back from storage as it was, without what is no run', () => {
    expect(readHistory(JSON.parse(JSON.stringify(one)))).toEqual(one);
    expect(readHistory([7, { id: 1 }, ...JSON.parse(JSON.stringify(one))])).toEqual(one);
    expect(readHistory('text')).toEqual([]);
  });
});
