/**
 * Questions about the quality of an answer, to be answered with yes or no by a model: the checks say whether an
 * instruction was followed, these whether the answer is still a good one. Written for this project; for every question
 * yes is the better answer.
 */
import type { InstructionFamily } from '../pairs/instructions.ts';
import type { UserMessage } from '../pairs/pairs.ts';

export interface QualityQuestion {
  /** once in all families; a slug */
  id: string;
  question: string;
}

const ANSWERS_REQUEST: QualityQuestion = {
  id: 'answers-request',
  question: 'Does the answer address what was asked?',
};
const COHERENT: QualityQuestion = {
  id: 'coherent',
  question: 'Does the answer make sense from beginning to end?',
};
const CORRECT: QualityQuestion = {
  id: 'correct',
  question: 'Is what the answer says true, as far as it states facts?',
};
const NO_REPETITION: QualityQuestion = {
  id: 'no-repetition',
  question: 'Does the answer avoid saying the same thing again and again?',
};

/** What is asked in every family comes first, under the same ids, so that families can be compared by it. */
const ALWAYS = [ANSWERS_REQUEST, COHERENT, NO_REPETITION] as const;

export const QUALITY_QUESTIONS: Readonly<Record<InstructionFamily, readonly QualityQuestion[]>> = {
  format: [
    ...ALWAYS,
    CORRECT,
    { id: 'content-survives-form', question: 'Does the answer say something useful, whatever its form?' },
    { id: 'form-fits-content', question: 'Is the form of the answer easy to read and in order?' },
  ],
  language: [
    ...ALWAYS,
    CORRECT,
    { id: 'real-words', question: 'Is the answer made of real words of one language?' },
    {
      id: 'grammatical',
      question: 'Are the sentences of the answer grammatical in the language they are in?',
    },
  ],
  length: [
    ...ALWAYS,
    { id: 'says-what-matters', question: 'Does the answer contain the most important point?' },
    { id: 'no-padding', question: 'Does every sentence of the answer add something?' },
    { id: 'complete', question: 'Does the answer come to an end instead of breaking off?' },
  ],
  keyword: [
    ...ALWAYS,
    CORRECT,
    { id: 'natural-wording', question: 'Does every word of the answer fit naturally into its sentence?' },
    { id: 'stays-on-topic', question: 'Does the answer stay on the topic of the request?' },
  ],
  free: [...ALWAYS, CORRECT, { id: 'fluent', question: 'Is the answer fluent and free of nonsense words?' }],
};

/**
 * A question as it is put to the model: one user's turn, so that every chat template takes it, whose expected answer
 * begins with "Yes" or "No". The prompt is the plain one, without the instruction.
 */
export function judgePrompt(question: string, prompt: string, answer: string): UserMessage[] {
  const content = [
    'Read a request and an answer to it. Then answer one question about the answer.',
    `Request:\n${prompt}`,
    `Answer:\n${answer}`,
    `Question: ${question}`,
    'Reply with one word, Yes or No.',
  ].join('\n\n');
  return [{ role: 'user', content }];
}
