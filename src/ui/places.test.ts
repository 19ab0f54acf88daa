import { describe, expect, it } from 'vitest';
import { partOf, placeHref, placeOf } from './places.ts';

describe('the address of a place', () => {
  it('leads there, with or without a part of it', () => {
    expect(placeHref('learn')).toBe('#/learn');
    expect(placeHref('learn', 'glossary', 'direction')).toBe('#/learn/glossary/direction');
    for (const hash of ['#/learn', '#/learn/stream', '#/learn?x=1']) expect(placeOf(hash)).toBe('learn');
    expect(partOf('#/learn/glossary/direction')).toBe('glossary/direction');
    for (const hash of ['#/learn', '#/learn?x=1']) expect(partOf(hash)).toBe('');
  });

  it('is the playground where it is not known', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/learning', '#/nowhere/learn']) {
      expect(placeOf(hash)).toBe('playground');
    }
  });
});
