import { describe, expect, it } from 'vitest';
import { strykerPlugins } from './errorMessages.mjs';

const [plugin] = strykerPlugins;
const ignores = (maker: string, key: number, listKey = 'arguments') =>
  plugin!.value.shouldIgnore({ listKey, key, parent: { callee: { name: maker } } }) !== undefined;

describe('what is left out of mutation', () => {
  it('is the message of an error, and neither its code nor its details', () => {
    expect([0, 1, 2].map((key) => ignores('TillerError', key))).toEqual([false, true, false]);
    expect([0, 1].map((key) => ignores('corrupt', key))).toEqual([true, false]);
  });

  it('is what a method is given that throws one', () => {
    const callee = { property: { name: 'fail' } };
    expect(plugin!.value.shouldIgnore({ listKey: 'arguments', key: 0, parent: { callee } })).toBeDefined();
  });

  it('is nothing of other calls, nor of other places', () => {
    expect([0, 1].some((key) => ignores('makeNode', key))).toBe(false);
    expect(ignores('TillerError', 1, 'body')).toBe(false);
    expect(plugin!.value.shouldIgnore({ listKey: 'arguments', key: 1, parent: {} })).toBeUndefined();
  });
});
