import { describe, expect, it } from 'vitest';
import { commandOf, type KeyPress, keyText, LISTED } from './keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isAltGraph: false,
  repeat: false,
  ...more,
});

describe('a key of one character', () => {
  it.each([
    ['?', { kind: 'list' }],
    ['/', { kind: 'focus', control: 'prompt' }],
    ['s', { kind: 'focus', control: 'strength' }],
    ['l', { kind: 'focus', control: 'layer' }],
    ['[', { kind: 'strength', by: -1 }],
    [']', { kind: 'strength', by: 1 }],
    ['c', { kind: 'fourConditions' }],
  ])('%s has a meaning', (key, command) => {
    expect(commandOf(press(key), false)).toEqual(command);
  });

  it.each(['S', 'p', 'v', 'Enter', 'Escape', 'ArrowUp', ' '])('%s has none', (key) => {
    expect(commandOf(press(key), false)).toBeNull();
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'] as const)('means nothing together with %s', (modifier) => {
    expect(commandOf(press('s', { [modifier]: true }), false)).toBeNull();
  });

  it('is found where the layout reaches it by AltGr, which says Ctrl and Alt as well', () => {
    const withAltGraph = { ctrlKey: true, altKey: true, isAltGraph: true };
    expect(commandOf(press('[', withAltGraph), false)).toEqual({ kind: 'strength', by: -1 });
  });

  it('that is held down moves the strength on, and switches nothing to and fro', () => {
    expect(commandOf(press(']', { repeat: true }), false)).toEqual({ kind: 'strength', by: 1 });
    expect(commandOf(press('c', { repeat: true }), false)).toBeNull();
  });
});

describe('g', () => {
  it.each([
    ['p', 'playground'],
    ['v', 'vectors'],
    ['e', 'evaluate'],
    ['l', 'learn'],
    ['m', 'models'],
  ])('and then %s leads to %s', (key, place) => {
    expect(commandOf(press('g'), false)).toBe('prefix');
    expect(commandOf(press(key), true)).toEqual({ kind: 'place', place });
  });

  it('and then another key leads nowhere, and that key does nothing of its own', () => {
    expect(commandOf(press('c'), true)).toBeNull();
  });
});

describe('the list', () => {
  const all = LISTED.flatMap(({ shortcuts }) => shortcuts);

  it('names every key of one character, and says of each that it can be turned off', () => {
    for (const key of ['?', '/', 's', 'l', '[', ']', 'c', 'g']) {
      const entry = all.find(({ keys }) => keys.some(([first]) => first === key));
      expect([key, entry?.isSingle]).toEqual([key, true]);
    }
  });

  it('shows keys by what stands on them', () => {
    const keys = all.flatMap((entry) => entry.keys.flat()).map(keyText);
    expect(keys.filter((key) => key.includes('shortcuts.'))).toEqual([]);
    expect(keys).toContain('Esc');
  });
});
