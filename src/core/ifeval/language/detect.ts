/**
 * Tells a text's language from its letter sequences: the rule of the langdetect library, which the published checkers
 * use (naive Bayes over one to three letters), without its random sampling, so the same text always gets one answer.
 */
import { isUpper } from '../text/python.ts';
import type { DetectLanguage } from './detector.ts';

/** Share of each letter sequence among all those of its length, by language. */
export interface LanguageProfiles {
  languages: readonly string[];
  /** Letter sequence -> pairs of language index and share, flat. */
  shares: ReadonlyMap<string, readonly number[]>;
  /** Chinese characters that count as one: each with the first of its group. */
  cjkGroups: readonly string[];
}

/** Texts are judged by their first characters (langdetect's max_text_length). */
const MAX_CHARS = 10_000;
/** Share that an unseen sequence is given: alpha / BASE_FREQ of langdetect. */
const UNSEEN_SHARE = 0.5 / 10_000;

const URL = /https?:\/\/[-_.?&~;+=/#0-9A-Za-z]{1,2076}/g;
const MAIL = /[-_.0-9A-Za-z]{1,64}@[-_0-9A-Za-z]{1,255}[-_.0-9A-Za-z]{1,255}/g;
const VIETNAMESE_MARKS = /[AEIOUYaeiouyÂÊÔâêôĂăƠơƯư][\u0300\u0301\u0303\u0309\u0323]/g;

export function createDetector(profiles: LanguageProfiles): DetectLanguage {
  const evidence = new Map<string, Float64Array>();
  for (const [gram, pairs] of profiles.shares) {
    const logs = Float64Array.from(pairs, (value, i) =>
      i % 2 === 0 ? value : Math.log(1 + value / UNSEEN_SHARE),
    );
    evidence.set(gram, logs);
  }
  const cjk = new Map<string, string>();
  for (const group of profiles.cjkGroups) for (const char of group) cjk.set(char, group[0]!);

  return (text) => {
    const scores = new Float64Array(profiles.languages.length);
    let found = 0;
    for (const gram of grams(withoutForeignLatin(clean(text)), cjk)) {
      const logs = evidence.get(gram);
      if (!logs) continue;
      found++;
      for (let i = 0; i < logs.length; i += 2) scores[logs[i]!]! += logs[i + 1]!;
    }
    if (found === 0) return null;
    let best = 0;
    for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
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

/** Sequences of one to three characters within words, a word's edges being a space; none inside words in capitals. */
function* grams(text: string, cjk: ReadonlyMap<string, string>): Generator<string> {
  let last = ' ';
  let beforeLast = '';
  let lastUpper = false;
  let shouting = false;
  for (const raw of text) {
    const char = normalise(raw, cjk);
    if (last === ' ') {
      beforeLast = '';
      shouting = false;
      if (char === ' ') continue;
    }
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
  if ((code >= 0x3100 && code <= 0x312f) || (code >= 0x31a0 && code <= 0x31bf)) return '\u3105';
  if (code >= 0x4e00 && code <= 0x9fff) return cjk.get(char) ?? char;
  if (code >= 0xac00 && code <= 0xd7af) return '\uac00';
  return char;
}
