import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePromptFile } from './promptFile.ts';
import { anyText } from './testing.ts';

const line = (parts: object = {}) =>
  JSON.stringify({
    key: 1000,
    prompt: 'Write a poem without commas.',
    instruction_id_list: ['punctuation:no_comma'],
    kwargs: [{}],
    ...parts,
  });

describe("IFEval's prompts", () => {
  it('are read with their checks; arguments that are null count as missing', () => {
    const several = line({
      key: 7,
      instruction_id_list: ['punctuation:no_comma', 'detectable_format:number_highlighted_sections'],
      kwargs: [
        { num_highlights: null, relation: null },
        { num_highlights: 3, relation: null },
      ],
    });
    expect(parsePromptFile(`${line()}\r\n\n${several}\n`)).toEqual({
      prompts: [
        {
          id: '1000',
          text: 'Write a poem without commas.',
          checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }],
        },
        {
          id: '7',
          text: 'Write a poem without commas.',
          checks: [
            { instructionId: 'punctuation:no_comma', kwargs: {} },
            { instructionId: 'detectable_format:number_highlighted_sections', kwargs: { num_highlights: 3 } },
          ],
        },
      ],
      problems: [],
    });
  });

  it.each([
    ['no JSON', '{"prompt":', 'it is not valid JSON'],
    ['no prompt', line({ prompt: undefined }), 'it has no text field "prompt"'],
    ['a blank prompt', line({ prompt: '  ' }), 'it has no text field "prompt"'],
    ['a prompt beyond any context', line({ prompt: 'a'.repeat(100_001) }), 'longer than 100000 characters'],
    ['no instructions', line({ instruction_id_list: undefined }), 'instruction_id_list'],
    ['fewer arguments than instructions', line({ kwargs: [] }), '"kwargs" should be a list of 1'],
    ['an unknown instruction', line({ instruction_id_list: ['x:y'] }), 'There is no check "x:y"'],
    [
      'an argument out of range',
      line({
        instruction_id_list: ['detectable_format:number_highlighted_sections'],
        kwargs: [{ num_highlights: -1 }],
      }),
      '"num_highlights" should be a whole number',
    ],
  ])('with %s: the line is named, the others are read', (_, bad, message) => {
    const { prompts, problems } = parsePromptFile(`${line()}\n${bad}\n${line()}`);
    expect(prompts).toHaveLength(2);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(/^Line 2 /);
    expect(problems[0]!.message).toContain(message);
  });

  it('have both forms where the file does', () => {
    const both = line({ prompt_without_instruction: 'Write a poem.' });
    expect(parsePromptFile(both).prompts).toMatchObject([
      { text: 'Write a poem.', inWords: 'Write a poem without commas.' },
    ]);
    const blank = parsePromptFile(line({ prompt_without_instruction: '' }));
    expect(blank.problems[0]!.message).toContain('no text field "prompt_without_instruction"');
    expect(parsePromptFile(line({ prompt_without_instruction: null })).problems).toEqual([]);
  });

  it('have the id of the line, under either name', () => {
    expect(parsePromptFile(line({ key: undefined, id: 'a' })).prompts[0]!.id).toBe('a');
    expect(parsePromptFile(line({ key: 3, id: 'a' })).prompts[0]!.id).toBe('3');
  });

  it('survive a byte order mark', () => {
    expect(parsePromptFile(`\ufeff${line()}`).problems).toEqual([]);
  });

  it('keep nothing of keys that mean something to the language', () => {
    const { prompts } = parsePromptFile(line().replace('"key":1000', '"__proto__":{"text":"x"},"key":1000'));
    expect(Object.keys(prompts[0]!)).toEqual(['text', 'checks', 'id']);
  });

  it('of any text give prompts or problems, the first hundred of them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parsePromptFile(text).prompts).toEqual([]);
      }),
    );
    expect(parsePromptFile('x\n'.repeat(500)).problems).toHaveLength(100);
    expect(() => parsePromptFile('\n'.repeat(1_000_001))).toThrow('at most 1000000 lines');
  });
});
