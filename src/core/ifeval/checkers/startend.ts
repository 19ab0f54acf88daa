/** startend:* and combination:repeat_prompt - how an answer begins and ends. */
import { stableLower, strip, stripChars, stripRange } from '../text/python.ts';
import type { Finding, InstructionType } from '../types.ts';

const endChecker: InstructionType = {
  id: 'startend:end_checker',
  title: 'Ends with a phrase',
  parameters: [
    {
      name: 'end_phrase',
      label: 'End phrase',
      kind: 'text',
      maxLength: 10_000,
      initial: 'Any other questions?',
    },
  ],
  phrasings: ({ end_phrase }) => [
    `Finish your answer with this exact phrase: ${end_phrase} No other words should follow it.`,
    `End with the phrase "${end_phrase}"`,
    `The very last words of your answer must be: ${end_phrase}`,
  ],
  prepare: ({ end_phrase }) => {
    const phrase = strip(String(end_phrase)).toLowerCase();
    return (text) => {
      const pass = stripChars(strip(text), '"').toLowerCase().endsWith(phrase);
      const reason = pass ? 'ends with the phrase' : `does not end with "${phrase.slice(0, 60)}"`;
      if (!pass) return { pass, settled: false, reason };
      const end = stripRange(text)[1];
      return { pass, settled: false, reason, range: [Math.max(0, end - phrase.length), end] };
    };
  },
};

const quotation: InstructionType = {
  id: 'startend:quotation',
  title: 'Wrapped in double quotes',
  parameters: [],
  phrasings: () => [
    'Wrap your entire answer in double quotation marks.',
    'Put your whole answer between double quotes.',
    'Begin and end your answer with a double quotation mark.',
  ],
  prepare: () => (text) => {
    const [start, end] = stripRange(text);
    if (start < end && text[start] !== '"') {
      return { pass: false, settled: true, reason: 'does not begin with "', range: [start, start + 1] };
    }
    const pass = end - start > 1 && text[end - 1] === '"';
    if (pass) return { pass, settled: false, reason: 'begins and ends with "' };
    return { pass, settled: false, reason: 'begins with " but does not end with it' };
  },
};

const repeatPrompt: InstructionType = {
  id: 'combination:repeat_prompt',
  title: 'Repeats the request first',
  parameters: [
    {
      name: 'prompt_to_repeat',
      label: 'Request to repeat',
      kind: 'text',
      maxLength: 1_000_000,
      initial: 'Write a poem about the sea.',
    },
  ],
  phrasings: ({ prompt_to_repeat }) => [
    `First repeat the request word for word without change, then give your answer. The request: ${prompt_to_repeat}`,
    `Begin by repeating this request exactly, then answer it: ${prompt_to_repeat}`,
    `Say the request again, word for word, before you answer: ${prompt_to_repeat}`,
  ],
  prepare: ({ prompt_to_repeat }) => {
    const wanted = strip(String(prompt_to_repeat)).toLowerCase();
    return (text) => checkRepeat(text, wanted);
  },
};

function checkRepeat(text: string, wanted: string): Finding {
  const [start, end] = stripRange(text);
  if (text.slice(start, end).toLowerCase().startsWith(wanted)) {
    // A final sigma at the very end of the match would change if a letter followed.
    const settled = stableLower(text.slice(start)).startsWith(wanted);
    return {
      pass: true,
      settled,
      reason: 'repeats the request',
      range: [start, Math.min(end, start + wanted.length)],
    };
  }
  const begun = stableLower(text.slice(start));
  let at = 0;
  while (at < begun.length && at < wanted.length && begun[at] === wanted[at]) at++;
  if (at === begun.length && at < wanted.length) {
    return { pass: false, settled: false, open: true, reason: 'has not repeated the whole request' };
  }
  const place = Math.min(start + at, Math.max(start, text.length - 1));
  return { pass: false, settled: true, reason: 'differs from the request', range: [place, place + 1] };
}

export const startEndTypes: InstructionType[] = [endChecker, quotation, repeatPrompt];
