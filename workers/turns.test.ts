import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Takes a turn and says so; the turn ends when the test ends it. */
function taker(turns: Turns, log: string[]) {
  return (name: string) => void turns.take().then(() => log.push(name));
}

/** Until all that can go on has gone on. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('turns', () => {
  it('are taken one at a time, in order of arrival', async () => {
    const turns = new Turns();
    const log: string[] = [];
    for (const name of ['a', 'b', 'c']) taker(turns, log)(name);
    await settled();
    expect(log).toEqual(['a']);
    turns.end();
    await settled();
    expect(log).toEqual(['a', 'b']);
    turns.end();
    turns.end();
    await settled();
    expect(log).toEqual(['a', 'b', 'c']);
    expect(turns.isTaken).toBe(true);
    turns.end();
    expect(turns.isTaken).toBe(false);
  });

  it('come back to one who gave way before all who wait', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const take = taker(turns, log);
    for (const name of ['gives way', 'b', 'c']) take(name);
    turns.end();
    void turns.takeBack(new AbortController().signal).then(() => log.push('is back'));
    for (let i = 0; i < 3; i++) {
      await settled();
      turns.end();
    }
    expect(log).toEqual(['gives way', 'b', 'is back', 'c']);
  });

  it.each(['before', 'while'])('go to the next when who wants his back leaves %s he waits', async (when) => {
    const turns = new Turns();
    const log: string[] = [];
    const leaving = new AbortController();
    taker(turns, log)('a');
    if (when === 'before') leaving.abort();
    const back = turns.takeBack(leaving.signal);
    taker(turns, log)('b');
    leaving.abort();
    await expect(back).rejects.toMatchObject({ code: 'aborted' });
    turns.end();
    await settled();
    expect(log).toEqual(['a', 'b']);
  });
});
