import { describe, expect, it } from 'vitest';
import { looseVariantPrefixes, looseVariants } from './variants.ts';

describe('the readings of a loose verdict', () => {
  it('of one line are the whole, with and without asterisks', () => {
    expect(looseVariants(' *a* ')).toEqual([' *a* ', ' a ']);
    expect(looseVariants('a')).toEqual(['a']);
  });

  it('of two lines leave out the first or the last', () => {
    expect(looseVariants('a\nb')).toEqual(['a\nb', 'b', 'a']);
    expect(looseVariants('\na')).toEqual(['\na', 'a']);
  });

  it('of three lines also leave out both', () => {
    expect(looseVariants('a\nb\nc')).toEqual(['a\nb\nc', 'b\nc', 'a\nb', 'b']);
  });

  it('are trimmed before asterisks go, so that a blank may stay, and only where a line was left out', () => {
    expect(looseVariants('x\n* b')).toContain(' b');
    expect(looseVariants(' a \n b ')).toEqual([' a \n b ', 'b', 'a']);
  });

  it('know no line end but the line feed', () => {
    expect(looseVariants('a\rb\u2028c')).toEqual(['a\rb\u2028c']);
  });

  it('are left out when blank', () => {
    expect(looseVariants('\n \n')).toEqual([]);
    expect(looseVariants('***')).toEqual(['***']);
  });

  it('of a growing text begin with what is known of them', () => {
    expect(looseVariantPrefixes('a')).toEqual(['a', '']);
    expect(looseVariantPrefixes('*a')).toEqual(['*a', 'a', '']);
    expect(looseVariantPrefixes('a\n')).toEqual(['a\n', '', 'a']);
    expect(looseVariantPrefixes('a\nb\nc')).toEqual(['a\nb\nc', 'b\nc', 'a\nb', 'b']);
  });
});
