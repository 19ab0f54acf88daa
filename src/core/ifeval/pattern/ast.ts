/** The tree of a parsed pattern: the part of Python's `re` syntax that can be matched in linear time. */

/** Tests one code point; `char` is the code point as a string. */
export type CharTest = (char: string) => boolean;

/** Zero-width conditions; the names are Python's escapes, `^` and `$` in their plain and multi-line form. */
export type Assertion =
  | 'wordBoundary'
  | 'notWordBoundary'
  | 'textStart'
  | 'textEnd'
  | 'lineStart'
  | 'lineEnd'
  | 'lastLineEnd';

export type PatternNode =
  | { kind: 'char'; char: string }
  | { kind: 'test'; test: CharTest }
  | { kind: 'assert'; assertion: Assertion }
  | { kind: 'sequence'; items: PatternNode[] }
  | { kind: 'choice'; options: PatternNode[] }
  | { kind: 'repeat'; item: PatternNode; min: number; max: number; lazy: boolean };

export interface PatternFlags {
  ignoreCase: boolean;
  multiline: boolean;
}
