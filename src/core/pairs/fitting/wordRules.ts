/** Typed instructions about words: which to use, which to avoid, and the last ones. */
import { keywordCheck, keywordPattern } from '../keyword.ts';
import { amount, NO, readAmount, readKeywords, SEPARATORS } from './phrase.ts';
import { fixed, type Rule, rule } from './rule.ts';

/** "end with a joke" asks for a joke; only a phrase that is marked as one, or looks like one, is taken word by word. */
const END =
  '(?:end|finish|close|conclude)(?: it| (?:your|the) (?:answer|reply|response))? (?:with|by saying) (?:exactly )?';
const endFit: Rule['read'] = ({ quoted, named, bare }) => {
  const phrase = (quoted ?? named ?? bare!).trim();
  if (phrase === '' || /^(?:of|that|which|who|you|from|in|for|count)\b/i.test(named ?? '')) return null;
  if (
    bare !== undefined &&
    !/^(?!(?:A|An|The|Your|My|Some|Any|One|Two|Three|Something|I)\b)\p{Lu}/u.test(bare)
  )
    return null;
  return {
    ...fixed('startend:end_checker', { end_phrase: phrase }),
    note: `The very last characters have to be "${phrase}".`,
  };
};

const TERMS = '(?<terms>[^.!?]{1,200})';
const WORD = '(?:the (?:following )?|the key)?(?<label>(?:key)?words?|terms?)';
const keywordFit = (mode: 'include' | 'exclude'): Rule['read'] => {
  return ({ terms, label }) => {
    const words = readKeywords(terms!, label === undefined, SEPARATORS[mode]);
    // "the word wisely chosen": a single word is announced, more stand there
    if (!words || (label !== undefined && !/s$/i.test(label) && words.length > 1)) return null;
    const check = keywordCheck(mode, words);
    return check && { check };
  };
};
const NOT = '(?:do not|never|not|avoid|without)';

export const WORD_RULES: readonly Rule[] = [
  // Ends may keep their own full stop or exclamation mark, which `rule` would take for the instruction's.
  {
    pattern: new RegExp(
      `^${END}(?:the )?(?:exact )?(?:words? |phrase |sentence |line |question )?"(?<quoted>[^"]{1,200})"[.!]*$`,
      'iu',
    ),
    read: endFit,
  },
  {
    pattern: new RegExp(`^${END}the (?:exact )?(?:words?|phrase) (?<named>[^"]{1,200}?)\\.?$`, 'iu'),
    read: endFit,
  },
  { pattern: new RegExp(`^${END}(?<bare>[^".]{1,80}?)\\.?$`, 'iu'), read: endFit },

  rule(
    `(?:mention|use|include|say|repeat) (?:the )?(?<label>word )?(?<terms>"[^"]{1,80}"|[\\p{L}'-]+) (?:${amount('times')}|(?<limit>at least|at most|no more than) (?<adverb>once|twice))`,
    (groups) => {
      const words = readKeywords(groups.terms!, groups.label === undefined, SEPARATORS.include);
      const number = groups.adverb ? (groups.adverb.toLowerCase() === 'once' ? 'one' : 'two') : groups.number;
      const found = readAmount({ ...groups, number, before: groups.limit ?? groups.before });
      if (!words || !found || found.relation === 'exactly') return null;
      return fixed('keywords:frequency', {
        // The pattern takes one word, or one in quotes.
        keyword: keywordPattern(words[0]!),
        frequency: found.count,
        relation: found.relation,
      });
    },
  ),
  rule(`${NO}(?:the )?letter "?(?<letter>[a-z])"?`, ({ letter }) =>
    fixed('keywords:letter_frequency', {
      letter: letter!.toLowerCase(),
      let_frequency: 1,
      let_relation: 'less than',
    }),
  ),
  rule(`mention (?:${WORD} )?${TERMS}`, keywordFit('include')),
  rule(`(?:use|include|contain|say|have) (?:${WORD} ${TERMS})`, keywordFit('include')),
  rule(
    `(?:use|include|contain|say) ${TERMS.replace('[^.!?]{1,200}', '"[^.!?]{1,200}"')}`,
    keywordFit('include'),
  ),
  rule(`${NOT} mention(?:ing)? (?:${WORD} )?${TERMS}`, keywordFit('exclude')),
  rule(
    `(?:avoid|${NOT} (?:use|using|say|saying|write|writing|include|including|contain)|without|no) (?:any of )?${WORD} ${TERMS}`,
    keywordFit('exclude'),
  ),
  rule(
    `(?:avoid|${NOT} (?:use|using|say|saying|write|writing|include|including|contain)|without) ${TERMS.replace('[^.!?]{1,200}', '"[^.!?]{1,200}"')}`,
    keywordFit('exclude'),
  ),
];
