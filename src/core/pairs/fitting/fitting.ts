/**
 * Which IFEval check fits an instruction in a user's words. The whole text has to be understood: where a word is left
 * over, nothing fits, because a wrong verdict is worse than none.
 */
import type { InstructionCheck } from '../instructions.ts';
import { FORM_RULES } from './formRules.ts';
import { LENGTH_RULES } from './lengthRules.ts';
import type { Fit } from './rule.ts';
import { WORD_RULES } from './wordRules.ts';

/** In the order in which they are tried. */
const RULES = [...FORM_RULES, ...LENGTH_RULES, ...WORD_RULES];

/** Longer texts say more than one thing. */
const MAX_LENGTH = 300;

/** @returns null when no check fits, or none is sure to */
export function fittingCheck(text: string): InstructionCheck | null {
  return findFit(text)?.check ?? null;
}

/** The check with what there is to say about it; null when the text is of no known kind. */
export function findFit(text: string): Fit | null {
  if (text.length > MAX_LENGTH) return null;
  const bare = bareInstruction(text);
  for (const { pattern, read } of RULES) {
    const match = pattern.exec(bare);
    const found = match && read(match.groups ?? {});
    if (found) return found;
  }
  return null;
}

const LEADS =
  /^(?:(?:please|kindly|always|just),? |(?:try|remember|be sure|make sure) to |(?:i want you to|i would like you to|you) |(?:must|should|have to|need to|has to|needs to) |(?:can|could|would|will) you |in (?:your|the) (?:answer|reply|response|text),? |(?:your|the) (?:whole |entire |full )?(?:answer|reply|response|text) (?=(?:must|should|has to|needs to) ))/i;
const TAILS = /(?:,? please| somewhere| in (?:your|the) (?:answer|reply|response|text)| at all)([.!?]*)$/i;

/** Without politeness and other words that add nothing; straight quotes, single spaces, no contractions. */
function bareInstruction(text: string): string {
  let bare = text
    .normalize('NFC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    // The old long s, which a pattern's flag i takes for an s, and toLowerCase does not.
    .replaceAll('\u017f', 's')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\b(do|must|should)(?:n't|nt)\b/gi, '$1 not');
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(LEADS, '').replace(TAILS, '$1');
  }
  return bare;
}
