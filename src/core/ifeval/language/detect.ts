/**
 * Tells a text's language from its letter sequences: the rule of the langdetect library, which the published checkers
 * use (naive Bayes over one to three letters), without its random sampling, so the same text always gets one answer.
 */
import { isUpper } from '../text/python.ts';
import type { DetectLanguage } from './detector.ts';

/** How much each letter sequence speaks for each language, as one chain of entries for each sequence. */
export interface LanguageProfiles {
  languages: readonly string[];
  /** Letter sequence -> its first entry. */
  first: ReadonlyMap<string, number>;
  /** [entries]: the next entry of the same sequence, -1 at the end. */
  next: Int32Array;
  /** [entries]: index of the language. */
  language: Uint8Array;
  /** [entries]: logarithm of the sequence's share in the language against that of an unseen one. */
  evidence: Float64Array;
  /** Chinese characters that count as one: each with the first of its group. */
  cjkGroups: readonly string[];
}

/** Texts are judged by their first characters (langdetect's max_text_length). */
const MAX_CHARS = 10_000;
/** Share that an unseen sequence is given: alpha / BASE_FREQ of langdetect. */
export const UNSEEN_SHARE = 0.5 / 10_000;

const URL = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g;
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g;
const VIETNAMESE_MARKS = /[AEIOUYaeiouyÂÊÔâêôĂăƠơƯư][\u0300\u0301\u0303\u0309\u0323]/g;

/** Words whose scores are kept: while an answer streams in, all but the last are known. */
const CACHED_WORDS = 4096;

export function createDetector(profiles: LanguageProfiles): DetectLanguage {
  const { first, next, language, evidence } = profiles;
  const cjk = new Map<string, string>();
  for (const group of profiles.cjkGroups) for (const char of group) cjk.set(char, group[0]!);
  const count = profiles.languages.length;
  const cache = new Map<string, Float64Array>();

  /** [languages + 1]: log-likelihood of each language against the unseen share, then the number of known sequences. */
  const scoreWord = (word: string): Float64Array => {
    const known = cache.get(word);
    if (known) return known;
    const scores = new Float64Array(count + 1);
    for (const gram of grams(word)) {
      const head = first.get(gram);
      if (head === undefined) continue;
      scores[count]!++;
      for (let i = head; i >= 0; i = next[i]!) scores[language[i]!]! += evidence[i]!;
    }
    if (cache.size >= CACHED_WORDS) cache.clear();
    cache.set(word, scores);
    return scores;
  };

  return (text) => {
    const total = new Float64Array(count + 1);
    for (const [word] of normaliseText(withoutForeignLatin(clean(text)), cjk).matchAll(/[^ ]+ ?/g)) {
      const scores = scoreWord(word);
      for (let i = 0; i <= count; i++) total[i]! += scores[i]!;
    }
    if (total[count] === 0) return null;
    let best = 0;
    for (let i = 1; i < count; i++) if (total[i]! > total[best]!) best = i;
    return profiles.languages[best]!;
  };
}

function clean(text: string): string {
  const plain = text
    .replace(URL, ' ')
    .replace(MAIL, ' ')
    .replace(VIETNAMESE_MARKS, (pair) => pair.normalize('NFC'));
  return plain.slice(0, MAX_CHARS).replace(/ {2,}/g, ' ');
}

/** Drops A to z when the text is mostly written in another script. */
function withoutForeignLatin(text: string): string {
  let latin = 0;
  let other = 0;
  for (const char of text) {
    if (char >= 'A' && char <= 'z' && char.length === 1) latin++;
    else if (char >= '\u0300' && !(char >= '\u1e00' && char <= '\u1eff')) other++;
  }
  return latin * 2 < other ? text.replace(/[A-z]/g, '') : text;
}

/**
 * Sequences of one to three characters of a word, its edges being a space; none where capitals follow capitals.
 * @param word with the space behind it, unless the text ends there
 */
function* grams(word: string): Generator<string> {
  let last = ' ';
  let beforeLast = '';
  let lastUpper = false;
  let shouting = false;
  for (const char of word) {
    const upper = isUpperChar(char);
    shouting = upper && (lastUpper || shouting);
    if (!shouting) {
      if (char !== ' ') yield char;
      yield last + char;
      if (beforeLast !== '') yield beforeLast + last + char;
    }
    beforeLast = last;
    last = char;
    lastUpper = upper;
  }
}

function isUpperChar(char: string): boolean {
  return char < '\x80' ? char >= 'A' && char <= 'Z' : isUpper(char);
}

function normaliseText(text: string, cjk: ReadonlyMap<string, string>): string {
  let normal = '';
  for (const char of text) normal += normalise(char, cjk);
  return normal;
}

/** One representative for characters whose differences say nothing about the language; a space for punctuation. */
function normalise(char: string, cjk: ReadonlyMap<string, string>): string {
  const code = char.codePointAt(0)!;
  if (code < 0x80) return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) ? char : ' ';
  if (code < 0x100) return code === 0xa0 || code === 0xab || code === 0xb0 || code === 0xbb ? ' ' : char;
  if (code === 0x219) return '\u015f';
  if (code === 0x21b) return '\u0163';
  if (code === 0x6cc) return '\u064a';
  if (code < 0x1e00) return char;
  if (code >= 0x1ea0 && code <= 0x1eff) return '\u1ec3';
  if (code >= 0x2000 && code <= 0x206f) return ' ';
  if (code >= 0x3040 && code <= 0x309f) return '\u3042';
  if (code >= 0x30a0 && code <= 0x30ff) return '\u30a2';
  if (code >= 0x4e00 && code <= 0x9fff) return cjk.get(char) ?? char;
  if (code >= 0xac00 && code <= 0xd7af) return '\uac00';
  return char;
}
