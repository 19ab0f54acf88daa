/** Building blocks of the patterns that recognise typed instructions: verbs, negations, amounts, lists of words. */
import type { Relation } from '../length.ts';
import { NUMBER, readNumber } from '../numbers.ts';

const OBJECT =
  '(?:to me |with me |me |it |this |that |everything |(?:(?:your|the|an|me your|me the|me an) )?(?:whole |entire |full |final )?(?:answer|reply|response|text|output) )';

/** "answer ", "write everything ": ways to say that the answer as a whole should be so. Optional, ends in a space. */
export const SAY = `(?:(?:answer|reply|respond|write|speak|talk|say|give|put|type|format|phrase|return|output|produce|make|keep|be|stay|use) ${OBJECT}?)?`;

/** "include ", "with ": ways to say that something should be in the answer. Optional, ends in a space. */
export const HOLD =
  '(?:(?:answer |reply |respond )?(?:with|using) |(?:include|add|have|contain|use|write|give|give me|insert|put|put in|provide|make) )?';

/** "no ", "without any ", "do not use ". Ends in a space. */
export const NO =
  '(?:(?:use |have |contain |write |put in |include )?(?:no|zero) |(?:answer |reply |respond |write |write everything )?without (?:using )?(?:any |a single |a )?|avoid (?:using )?(?:any )?|(?:do not|never|not) (?:use|write|include|put|put in|have|contain) (?:any |a single |a )?|(?:skip|omit|leave out) )';

/** What a limit looks like, the relation it states, and how far its number is from the judge's. */
type Limit = readonly [source: string, relation: Amount['relation'], shift: 0 | 1];

const BEFORE: readonly Limit[] = [
  ['less than|fewer than|under|below', 'less than', 0],
  ['at most|no more than|not more than|up to|(?:(?:with )?a )?max(?:imum)?(?: of)?', 'less than', 1],
  ['at least|no less than|no fewer than|not less than|(?:(?:with )?a )?min(?:imum)?(?: of)?', 'at least', 0],
  ['more than|over|above', 'at least', 1],
  ['exactly|just|only', 'exactly', 0],
];
const BEHIND: readonly Limit[] = [
  ['or fewer|or less|max(?:imum)?|at most', 'less than', 1],
  ['\\+|or more|min(?:imum)?|at least', 'at least', 0],
  ['exactly|only', 'exactly', 0],
];
const sourceOf = (limits: readonly Limit[]) => limits.map(([source]) => source).join('|');

/** "at least 3 words", "3 words or more", "3+ words": to be read by `readAmount` from the match's groups. */
export function amount(noun: string): string {
  const number = `(?<number>${NUMBER})(?<plus>\\+)?(?: (?<between>${sourceOf(BEHIND)}))?`;
  return `(?:(?<before>${sourceOf(BEFORE)}) )?${number} (?:${noun})(?:,? (?<behind>${sourceOf(BEHIND)}))?`;
}

export type Groups = Readonly<Record<string, string | undefined>>;

export interface Amount {
  /** as the judge counts; "at most 3" is `less than` 4 */
  relation: Relation | 'exactly';
  count: number;
}

/** @returns null where two limits are named, or one that no answer or every answer keeps */
export function readAmount({ before, number, plus, between, behind }: Groups): Amount | null {
  const limits = [before, plus, between, behind].filter((limit) => limit !== undefined);
  if (number === undefined || limits.length > 1) return null;
  const count = readNumber(number);
  const found = bounded(limits[0]?.toLowerCase() ?? 'exactly', count);
  return found.count < (found.relation === 'less than' ? 2 : 1) ? null : found;
}

function bounded(limit: string, count: number): Amount {
  // The pattern took the limit from one of these rows.
  const [, relation, shift] = [...BEFORE, ...BEHIND].find(([source]) =>
    new RegExp(`^(?:${source})$`).test(limit),
  )!;
  return { relation, count: count + shift };
}

/**
 * Words that make what follows "mention" something other than a name for what should be said: "mention that ...",
 * "mention your sources", "mention an animal", "mention it twice".
 */
const NOT_A_KEYWORD = new Set(
  `a an the that this these those who whom whose what which where when why how if whether your my our his her its their you
  me him them it us yourself myself something anything everything nothing someone anyone everyone somebody anybody everybody
  some any all every each both many more most few several no none other another at least once twice times only also too again
  often never always of in on to for with by from about into than then as so very really first last following above below
  best main key new good such one two three four five six seven eight nine ten and or but not be is are was been
  author authors source sources name names date dates year years price prices cost costs reason reasons cause causes title
  titles place places location example examples benefit benefits risk risks advantage advantages disadvantage disadvantages
  pro pros con cons detail details fact facts number numbers question topic answer prompt user word words keyword keywords
  part parts point points way ways thing things people animal animals colour color alternatives limitations`.split(
    /\s+/,
  ),
);

/** Between the words of a list. Words to use are not joined by "or": that would leave a choice. */
export const SEPARATORS = { include: /, and |, | and /, exclude: /, and |, or |, | and | or / };

const MAX_WORDS = 20;

/**
 * The keywords in "ocean", "the ocean and the moon", "climate change", `"red", "blue"`.
 * @param mayPhrase an item may have two words; otherwise one
 * @param separators what may stand between two items
 * @returns null when any item is not plainly a word or a name
 */
export function readKeywords(text: string, mayPhrase: boolean, separators: RegExp): string[] | null {
  if (text.includes('"')) return readQuoted(text, separators);
  const items = text.split(separators).map((item) => (mayPhrase ? item.replace(/^the /i, '') : item));
  if (items.length > MAX_WORDS || !items.every((item) => isKeyword(item, mayPhrase))) return null;
  return items;
}

function isKeyword(item: string, mayPhrase: boolean): boolean {
  const words = item.split(' ');
  if (words.length > (mayPhrase ? 2 : 1)) return false;
  if (!words.every((word) => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'-]*$/u.test(word))) return false;
  // A word that is named as one may be any; "the word very".
  if (!mayPhrase) return true;
  // "mention climate briefly" says how, not what.
  if (words.length === 2 && /ly$/i.test(words[1]!)) return false;
  return words.every((word) => /\p{L}/u.test(word) && !NOT_A_KEYWORD.has(word.toLowerCase()));
}

/** All items in double quotes, and nothing else but what separates a list. */
function readQuoted(text: string, separators: RegExp): string[] | null {
  const item = '"[^"]{1,80}"';
  if (!new RegExp(`^${item}(?:(?:${separators.source})${item})*$`).test(text)) return null;
  const words = [...text.matchAll(/"([^"]+)"/g)].map(([, word]) => word!.trim());
  return words.length > MAX_WORDS || words.includes('') ? null : words;
}
