import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { INITIAL_STATE } from './appState.ts';
import { toPersisted } from './persisted.ts';
import { gatheringStorage } from './storage.ts';

const value = (prompt: string) => ({ state: { ...toPersisted(INITIAL_STATE), prompt }, version: 1 });

/** The part of the browser's storage that is used. */
class Area implements Storage {
  readonly written: string[] = [];
  [name: string]: unknown;
  length = 0;
  clear() {}
  key() {
    return null;
  }
  getItem() {
    return this.written.at(-1) ?? null;
  }
  setItem(_: string, text: string) {
    this.written.push(text);
  }
  removeItem() {
    this.written.length = 0;
  }
}

describe('gatheringStorage', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('writes many changes once, with the last value', () => {
    const area = new Area();
    const { storage } = gatheringStorage(() => area);
    for (const prompt of ['a', 'b', 'c']) storage.setItem('tiller', value(prompt));
    expect(area.written).toEqual([]);
    vi.runAllTimers();
    expect(area.written).toHaveLength(1);
    expect(storage.getItem('tiller')).toEqual(value('c'));
  });

  it('writes at once when the page goes away', () => {
    const area = new Area();
    const { storage, flush } = gatheringStorage(() => area);
    storage.setItem('tiller', value('a'));
    flush();
    expect(area.written).toHaveLength(1);
  });

  it('remembers nothing, without an error, where storage is blocked', () => {
    const { storage, flush } = gatheringStorage(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    storage.setItem('tiller', value('a'));
    flush();
    expect(storage.getItem('tiller')).toBeNull();
  });

  it('takes text that is no JSON for nothing', () => {
    const area = new Area();
    area.setItem('tiller', '{"state":');
    expect(gatheringStorage(() => area).storage.getItem('tiller')).toBeNull();
  });
});
