/** Types that the English catalogue gives: which texts there are, and which values each of them needs. */
import type { en } from './en/index.ts';

type English = typeof en;
type FileName = keyof English;

/** One file of another language: the keys of the English one, no more and no fewer. */
export type Translation<F extends FileName> = Readonly<Record<keyof English[F], string>>;

/** A whole language. */
export type Catalogue = { readonly [F in FileName]: Translation<F> };

/** `tokens_one` and `tokens_other` are one text, `tokens`, that needs a `count`. */
type Singular<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

/** `shell.glossary` */
export type TextKey = { [F in FileName]: `${F}.${Singular<keyof English[F] & string>}` }[FileName];

type Forms<K extends TextKey> = K extends `${infer F extends FileName}.${infer Name}`
  ? English[F][(Name | `${Name}_one` | `${Name}_other`) & keyof English[F]]
  : never;

type Placeholder<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type IsPlural<K extends TextKey> = K extends `${infer F extends FileName}.${infer Name}`
  ? `${Name}_other` extends keyof English[F]
    ? 'count'
    : never
  : never;

type ValueName<K extends TextKey> = Placeholder<Forms<K>> | IsPlural<K>;

/** The second argument of `t`: none for a text without placeholders; `count` is always a number. */
export type TextValues<K extends TextKey> = [ValueName<K>] extends [never]
  ? []
  : [values: { readonly [N in ValueName<K>]: N extends 'count' ? number : string | number }];
