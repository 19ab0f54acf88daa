/** An instruction in the user's own words, with phrasings around it and the check that fits, if one does. */
import { TillerError } from '../errors.ts';
import { findFit } from './fitting/fitting.ts';
import type { Fit } from './fitting/rule.ts';
import type { Instruction, InstructionCheck, InstructionFamily } from './instructions.ts';
import { slugId } from './slug.ts';

/** Enough for an instruction of several sentences; more is a prompt of its own. */
export const MAX_INSTRUCTION_LENGTH = 500;
const MAX_TITLE_LENGTH = 60;
/** At the end; the one of "P.S." is part of the word. */
const FULL_STOP = /(?<!\.\p{L})\.$/u;

/**
 * Any instruction, such as "talk like a pirate", "in French", "no commas". Family and operator are those of the check
 * that fits; without one the family is `free`, and the operator that of the paper's format instructions.
 * @throws TillerError `bad_request` for a blank text or one longer than `MAX_INSTRUCTION_LENGTH`
 */
export function freeInstruction(text: string): Instruction {
  const typed = text.replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(typed)) throw new TillerError('bad_request', 'Type an instruction.');
  if (typed.length > MAX_INSTRUCTION_LENGTH) {
    throw new TillerError(
      'bad_request',
      `An instruction should have at most ${MAX_INSTRUCTION_LENGTH} characters, found ${typed.length}.`,
    );
  }
  const fit = findFit(typed);
  const bare = typed.replace(FULL_STOP, '');
  const family = familyOf(fit?.check ?? null);
  return {
    id: slugId('free', bare),
    title: titleOf(bare, fit),
    family,
    phrasings: phrasingsOf(typed, fit?.notation),
    check: fit?.check ?? null,
    ...(fit?.note ? { checkNote: fit.note } : {}),
    defaultOperator: family === 'length' || family === 'keyword' ? 'add' : 'setProjection',
  };
}

/** The family of instructions that a check judges. */
export function familyOf(check: InstructionCheck | null): InstructionFamily {
  if (!check) return 'free';
  const { instructionId } = check;
  if (/^length_constraints:number_(words|sentences)$/.test(instructionId)) return 'length';
  if (instructionId.startsWith('keywords:')) return 'keyword';
  return instructionId.startsWith('language:') ? 'language' : 'format';
}

/** Verbs that typed instructions begin with, and what else stands before a verb. */
const IMPERATIVE =
  /^(?:please|always|never|do|don't|avoid|be|act|add|answer|apologi[sz]e|argue|ask|begin|behave|call|cite|close|compare|compliment|conclude|consider|define|describe|doubt|emphasi[sz]e|end|exaggerate|explain|express|finish|focus|follow|format|give|greet|highlight|imagine|include|insult|invent|joke|keep|leave|limit|list|make|mention|mix|name|omit|phrase|praise|pretend|put|quote|refer|refuse|repeat|reply|respond|return|rhyme|say|show|shout|sign|sing|skip|sound|speak|spell|start|state|stay|stop|suggest|summari[sz]e|swear|switch|talk|tell|think|translate|try|use|warn|whisper|wrap|write)\b/i;
/** Words with which it says how, when or in what the answer should be given. */
const MANNER =
  /^(?:in|with|without|as|like|using|under|below|over|within|at|for|by|from|to|briefly|concisely|politely|formally|informally)\b/i;

/**
 * Neutral sentences around the user's words, grammatical whatever these are: a request, a manner, or only the name of a
 * thing, which goes behind a colon. The first is the text as typed.
 */
function phrasingsOf(typed: string, notation: string | undefined): [string, ...string[]] {
  const ending = /[!?\u2026]$|\.{2,}$/.exec(typed) ? '' : '.';
  const body = ending ? typed.replace(/\.$/, '') : typed;
  const knownStart = IMPERATIVE.test(body) || MANNER.test(body);
  // Only a word that is known to be no name may lose its capital, and not one in capitals throughout.
  const inside = knownStart ? body.replace(/^\p{Lu}(?=\p{Ll}|\b)/u, (letter) => letter.toLowerCase()) : body;
  const wrap = (before: string, after = '') => `${before}${inside}${after}${ending}`;
  const asTyped = `${body.charAt(0).toUpperCase()}${body.slice(1)}${ending}`;
  const polite = /^please\b/i.test(body) ? [] : [wrap('Please ')];
  const rules = [wrap('One rule for your answer: '), wrap('While you answer, keep to this: ')];
  const phrasings: [string, ...string[]] = IMPERATIVE.test(body)
    ? [asTyped, ...polite, wrap('In your answer, '), ...rules]
    : MANNER.test(body)
      ? [asTyped, wrap('Answer '), wrap('Please write your whole answer '), ...rules]
      : [asTyped, ...rules, wrap('Important for your answer: ')];
  if (notation === undefined) return phrasings;
  const [first, ...others] = phrasings.map((phrasing) => `${phrasing} ${notation}`);
  return [first!, ...others];
}

function titleOf(bare: string, fit: Fit | null): string {
  const title = bare.length > MAX_TITLE_LENGTH ? `${bare.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : bare;
  return fit?.limit ? `${title} (${fit.limit})` : title;
}
