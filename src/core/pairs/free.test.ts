import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeInstruction, MAX_INSTRUCTION_LENGTH } from './free.ts';

/** The second phrasing shows which kind of words the text was taken for. */
const SECOND: [text: string, second: string][] = [
  ['talk like a pirate', 'Please talk like a pirate.'],
  ['Be brief.', 'Please be brief.'],
  ['mention the ocean', 'Please mention the ocean.'],
  ["don't be rude!", "Please don't be rude!"],
  ['Never apologise', 'Please never apologise.'],
  ['Please rhyme', 'In your answer, please rhyme.'],
  ['in French', 'Answer in French.'],
  ['As a poem', 'Answer as a poem.'],
  ['without commas', 'Answer without commas.'],
  ['under 50 words', 'Answer under 50 words.'],
  ['no commas', 'One rule for your answer: no commas.'],
  ['JSON', 'One rule for your answer: JSON.'],
  ['ALL CAPS', 'One rule for your answer: ALL CAPS.'],
  ['I want short sentences', 'One rule for your answer: I want short sentences.'],
  ['You are a pirate. Talk like one', 'One rule for your answer: You are a pirate. Talk like one.'],
  ['could you rhyme?', 'One rule for your answer: could you rhyme?'],
  ['french  style\n', 'One rule for your answer: french style.'],
];

describe('freeInstruction', () => {
  it.each(SECOND)('puts neutral words around: %s', (text, second) => {
    const { phrasings } = freeInstruction(text);
    expect(phrasings[1]).toBe(second);
    expect(new Set(phrasings).size).toBe(phrasings.length);
    expect(phrasings.length).toBeGreaterThanOrEqual(4);
  });

  it('begins with the text as typed, with a full stop', () => {
    expect(freeInstruction('talk like a pirate').phrasings[0]).toBe('Talk like a pirate.');
    expect(freeInstruction('Sing!').phrasings[0]).toBe('Sing!');
    expect(freeInstruction('end with P.S.').phrasings[0]).toBe('End with P.S.');
  });

  it.each([
    ['talk like a pirate', null, 'free', 'setProjection'],
    ['in French', 'language:response_language', 'language', 'setProjection'],
    ['no commas', 'punctuation:no_comma', 'format', 'setProjection'],
    ['2 paragraphs', 'length_constraints:number_paragraphs', 'format', 'setProjection'],
    ['be brief', 'length_constraints:number_words', 'length', 'add'],
    ['at most two sentences', 'length_constraints:number_sentences', 'length', 'add'],
    ['mention the ocean', 'keywords:existence', 'keyword', 'add'],
  ])('takes family and operator of "%s" from its check', (text, instructionId, family, defaultOperator) => {
    const instruction = freeInstruction(text);
    expect(instruction).toMatchObject({ family, defaultOperator });
    expect(instruction.check?.instructionId ?? null).toBe(instructionId);
  });

  it('says in the title by which limit a word is judged', () => {
    expect(freeInstruction('Be brief.').title).toBe('Be brief (under 30 words)');
    expect(freeInstruction('under 50 words').title).toBe('under 50 words');
  });

  it('has a title of sixty characters at most, which ends in an ellipsis where more was typed', () => {
    const { title, phrasings } = freeInstruction(`talk like ${'a very '.repeat(10)}old pirate`);
    expect(title).toHaveLength(59);
    expect(title).toMatch(/^talk like a very .* very…$/);
    expect(phrasings[0]).toMatch(/old pirate\.$/);
  });

  it('says why there is no check where one might be expected', () => {
    expect(freeInstruction('in 3 sentences')).toMatchObject({
      check: null,
      family: 'free',
      checkNote: expect.stringMatching(/^No check: /),
    });
  });

  it('asks for the notation by which the check knows the thing', () => {
    for (const phrasing of freeInstruction('with a title').phrasings) expect(phrasing).toContain('<<title>>');
    for (const phrasing of freeInstruction('2 paragraphs').phrasings) expect(phrasing).toContain('***');
    expect(freeInstruction('in French').phrasings[1]).toBe('Answer in French.');
  });

  it('has one id for the same words, with or without a full stop', () => {
    expect(freeInstruction('talk like a pirate').id).toBe('free-talk-like-a-pirate');
    expect(freeInstruction(' talk like  a pirate. ').id).toBe('free-talk-like-a-pirate');
  });

  it.each(['', ' \n', '...', '!?', 'a'.repeat(MAX_INSTRUCTION_LENGTH + 1)])('refuses %j', (text) => {
    expect(() => freeInstruction(text)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  it('makes one line of whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const { phrasings, title } = freeInstruction(`a${text}`);
        for (const line of [...phrasings, title]) expect(line).not.toMatch(/[\n\r\t]/);
      }),
    );
  });
});
