import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SteeringVector } from '../steering/types.ts';
import { appliedIn, CONDITIONS } from './conditions.ts';
import {
  type Generation,
  type GenerationOrigin,
  generationOf,
  generationsCsv,
  parseGenerations,
  toCsv,
  toJsonLines,
} from './generations.ts';
import { anyText, judgedAnswer } from './testing.ts';

const vector = {
  name: 'French',
  numLayers: 2,
  hiddenSize: 1,
  direction: Float32Array.of(1, 1),
  projectionPositive: Float32Array.of(3, 5),
  projectionNegative: Float32Array.of(1, 1),
} as SteeringVector;

const origin: GenerationOrigin = {
  task: 'french',
  model: { id: 'embedded', revision: null, dtype: 'q4', backend: 'wasm' },
  promptOf: () => ({ text: 'Why?', checks: [{ instructionId: 'punctuation:no_comma', kwargs: {} }] }),
  appliedOf: (condition) =>
    appliedIn(condition, [{ vector, setting: { layer: 1, operator: 'setProjection', strength: 0.5 } }]),
  decoding: { maxNewTokens: 8, repetitionPenalty: 1.15, temperature: 0, topP: 1, seed: 0 },
};

const results = [{ strict: false, loose: true, detail: '' }];

describe('a generation', () => {
  it('holds what is needed to repeat it', () => {
    const answer = judgedAnswer({ condition: 'steered', results, strict: false, loose: true, perplexity: 7 });
    expect(generationOf(answer, origin)).toMatchObject({
      task: 'french',
      model: { id: 'embedded', dtype: 'q4' },
      condition: 'steered',
      prompt: 'Why?',
      asked: 'Why?',
      interventions: [
        { vector: 'French', layer: 1, operator: 'setProjection', strength: 0.5, value: 3, scope: 'all' },
      ],
      decoding: { maxNewTokens: 8, repetitionPenalty: 1.15 },
      checks: [{ instructionId: 'punctuation:no_comma', kwargs: {}, strict: false, loose: true }],
      perplexity: 7,
    });
  });

  it('has no intervention where nothing was steered', () => {
    expect(generationOf(judgedAnswer({ results }), origin).interventions).toEqual([]);
  });

  it('survives the way through a file, whatever its text', () => {
    const answers = fc.record({
      condition: fc.constantFrom(...CONDITIONS),
      prompt: fc.nat(1000),
      text: anyText,
      perplexity: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1 })),
      isDegenerate: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 5 }), (list) => {
        const generations = list.map((parts) => generationOf(judgedAnswer({ ...parts, results }), origin));
        expect(parseGenerations(toJsonLines(generations))).toEqual({ generations, problems: [] });
      }),
    );
  });
});

describe('a file of generations', () => {
  const good = generationOf(judgedAnswer({ results }), origin);
  const without = (name: keyof Generation) => {
    const { [name]: _, ...rest } = good;
    return rest;
  };

  it.each([
    ['no JSON', '{', 'it is not valid JSON'],
    ['a list', '[]', 'it is not a JSON object'],
    ['a number', '7', 'it is not a JSON object'],
    ['no text', JSON.stringify(without('text')), '"text" should be a text'],
    ['no prompt', JSON.stringify(without('prompt')), '"prompt" should be a text'],
    ['no index', JSON.stringify(without('index')), '"index" should be a whole number'],
    ['half a token', JSON.stringify({ ...good, tokens: 0.5 }), '"tokens" should be a whole number'],
    [
      'an unknown condition',
      JSON.stringify({ ...good, condition: 'bold' }),
      '"condition" should be one of plain',
    ],
    ['a finish of its own', JSON.stringify({ ...good, finishReason: 'aborted' }), '"finishReason" should be'],
    ['a word for true', JSON.stringify({ ...good, isDegenerate: 'no' }), '"isDegenerate" should be'],
    ['no repetition', JSON.stringify(without('repetition')), '"repetition" should be a number'],
    ['no model', JSON.stringify({ ...good, model: 'embedded' }), '"model" should be'],
    ['text for a number', JSON.stringify({ ...good, perplexity: 'high' }), '"perplexity" should be'],
    ['decoding of texts', JSON.stringify({ ...good, decoding: { seed: 'x' } }), '"decoding" should be'],
    ['checks that are none', JSON.stringify({ ...good, checks: [{}] }), '"checks" should be'],
    ['a bare intervention', JSON.stringify({ ...good, interventions: [{}] }), '"interventions" should be'],
  ])('with %s: names the line and keeps the others', (_, bad, message) => {
    const { generations, problems } = parseGenerations(
      `${JSON.stringify(good)}\n${bad}\n\n${JSON.stringify(good)}`,
    );
    expect(generations).toHaveLength(2);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 2 });
    expect(problems[0]!.message).toContain(`Line 2 cannot be read: ${message}`);
  });

  it('that is no such file gives problems, not a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((each) => `{"text":${each}}`),
        ),
        (text) => {
          expect(parseGenerations(text).generations).toEqual([]);
        },
      ),
    );
  });
});

describe('CSV', () => {
  it('quotes what would break a row', () => {
    expect(
      toCsv([
        ['a', 1, null],
        ['b,c', 'say "x"', 'two\nlines'],
      ]),
    ).toBe('a,1,\r\n"b,c","say ""x""","two\nlines"\r\n');
  });

  it('has a row of names and one a generation', () => {
    const answer = judgedAnswer({ results, strict: false, loose: true, text: 'Well, yes.' });
    const [header, row] = generationsCsv([generationOf(answer, origin)]).split('\r\n');
    expect(header).toContain('task,model,dtype,condition');
    expect(row).toContain('french,embedded,q4,plain,0,Why?,Why?,[],');
    expect(row).toContain('"Well, yes.",5,4,stop,false,true,0,false,');
  });

  it('leaves the verdicts of an answer without checks empty', () => {
    const unchecked = { ...origin, promptOf: () => ({ text: 'Why?', checks: [] }) };
    const [, row] = generationsCsv([generationOf(judgedAnswer(), unchecked)]).split('\r\n');
    expect(row).toContain('Because it is so.,5,4,stop,,,0,false,');
  });
});
