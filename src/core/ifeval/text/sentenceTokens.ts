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

type Guess = 'starts' | 'continues' | 'unknown';

/**
 * @param context the word with its mark and what follows: the next word after white space, or one punctuation character
 */
export function decideBreak(context: string): Decision {
  const tokens = context.match(TOKEN) ?? [];
  let breaks = false;
  let whateverFollows = false;
  for (let i = 0; i + 1 < tokens.length && !breaks; i++) {
    const decision = decideToken(tokens[i]!, tokens[i + 1]!);
    breaks = decision.breaks;
    whateverFollows = decision.whateverFollows;
  }
  return { breaks, whateverFollows: breaks && whateverFollows };
}

function decideToken(token: string, next: string): Decision {
  if (token === '?' || token === '!') return { breaks: true, whateverFollows: true };
  if (!token.endsWith('.')) return { breaks: false, whateverFollows: false };
  const isEllipsis = ELLIPSIS.test(token);
  const initial = INITIAL.test(token);
  const stem = token.slice(0, -1).toLowerCase();
  const abbreviated =
    token !== '.' &&
    !token.endsWith('..') &&
    (ABBREVIATIONS.has(stem) || ABBREVIATIONS.has(stem.split('-').at(-1)!));
  let breaks = token === '.' || !(isEllipsis || abbreviated || token.endsWith('..'));
  if ((abbreviated || isEllipsis) && !initial) {
    if (guess(next) === 'starts' || (isUpper(charAt(next, 0)) && SENTENCE_STARTERS.has(typeOf(next))))
      breaks = true;
    return { breaks, whateverFollows: false };
  }
  if (initial) {
    const first = guess(next);
    if (first === 'continues') breaks = false;
    else if (first === 'unknown' && isUpper(charAt(next, 0)) && !isCommon(typeOf(next))) breaks = false;
    return { breaks, whateverFollows: false };
  }
  if (NUMBER.test(token) && guess(next) === 'continues') return { breaks: false, whateverFollows: false };
  // A number's next word decides by its first letter alone, unless it may still turn out to be punctuation only.
  return { breaks, whateverFollows: breaks && (!NUMBER.test(token) || !isLower(charAt(next, 0))) };
}

/** Whether a word looks like the first one of a sentence. */
function guess(word: string): Guess {
  if (/^[;:,.!?]$/.test(word)) return 'continues';
  const first = charAt(word, 0);
  if (isUpper(first) && isCommon(typeOf(word))) return 'starts';
  if (isLower(first)) return 'continues';
  return 'unknown';
}

/** Lower case, without the full stop that ends its own sentence. */
function typeOf(word: string): string {
  const lower = word.toLowerCase();
  return lower.length > 1 && lower.endsWith('.') && !ABBREVIATIONS.has(lower.slice(0, -1))
    ? lower.slice(0, -1)
    : lower;
}

function isCommon(type: string): boolean {
  return COMMON_WORDS.has(type) || SENTENCE_STARTERS.has(type);
}
