/** Decides whether a word with a full stop, question or exclamation mark ends its sentence, from it and the next word. */
import { charAt, isLower, isUpper, PYTHON_SPACE } from './python.ts';
import { ABBREVIATIONS, COMMON_WORDS, SENTENCE_STARTERS } from './sentenceFacts.ts';

export interface Decision {
  breaks: boolean;
  /** True when the decision stays whatever characters the next word goes on with. */
  whateverFollows: boolean;
}

const NON_WORD = `[)";}\\]*:@'({[!?]`;
const SPACE = `[${PYTHON_SPACE}]`;
const MULTI = `(?:-{2,}|\\.{2,}|(?:\\.${SPACE}){2,}\\.)`;
const NOT_SPACE = `[^${PYTHON_SPACE}]`;
/** Words keep their full stop; other punctuation stands alone, runs of dashes and dots stay together. */
const TOKEN = new RegExp(
  `${MULTI}|(?=[^("\`{[:;&#*@)}\\]\\-,])${NOT_SPACE}+?(?=${SPACE}|$|${NON_WORD}|${MULTI}|,(?=$|${SPACE}|${NON_WORD}|${MULTI}))|${NOT_SPACE}`,
  'gu',
);
const NUMBER = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u;
/** One letter (or numeral that is no decimal digit, or underscore) and a full stop. */
const INITIAL = /^[\p{L}\p{Nl}\p{No}_]\.$/u;
const ELLIPSIS = /^\.{2,}$/;

const NO_BREAK: Decision = { breaks: false, whateverFollows: false };

type Guess = 'starts' | 'continues' | 'unknown';

/**
 * @param context the word with its mark and what follows: the next word after white space, or one punctuation character
 */
export function decideBreak(context: string): Decision {
  const tokens = [...context.matchAll(TOKEN)].map(([token]) => token);
  for (let i = 0; i + 1 < tokens.length; i++) {
    const decision = decideToken(tokens[i]!, tokens[i + 1]!);
    if (decision.breaks) return decision;
  }
  return NO_BREAK;
}

function decideToken(token: string, next: string): Decision {
  if (token === '?' || token === '!') return { breaks: true, whateverFollows: true };
  if (!token.endsWith('.')) return NO_BREAK;
  const abbreviated = ABBREVIATIONS.has(token.slice(0, -1).toLowerCase().split('-').at(-1)!);
  const breaks = !abbreviated && !token.endsWith('..');
  if (INITIAL.test(token)) {
    // A name that no text writes small follows its initials.
    const goesOn = guess(next) === 'continues' || (guess(next) === 'unknown' && isUpper(charAt(next, 0)));
    return { breaks: breaks && !goesOn, whateverFollows: false };
  }
  if (abbreviated || ELLIPSIS.test(token))
    return { breaks: guess(next) === 'starts', whateverFollows: false };
  if (NUMBER.test(token) && guess(next) === 'continues') return NO_BREAK;
  return { breaks, whateverFollows: true };
}

/** Whether a word looks like the first one of a sentence. */
function guess(word: string): Guess {
  if (/^[;:,.!?]$/.test(word)) return 'continues';
  const first = charAt(word, 0);
  if (isUpper(first) && isCommon(word)) return 'starts';
  if (isLower(first)) return 'continues';
  return 'unknown';
}

/** @param word may end with the full stop of its own sentence; no abbreviation is among the common words */
function isCommon(word: string): boolean {
  const type = word.toLowerCase().replace(/\.$/, '');
  return COMMON_WORDS.has(type) || SENTENCE_STARTERS.has(type);
}
