import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../tokenizer.ts';
import { StopStrings } from './stopStrings.ts';
import { TextStream } from './textStream.ts';
import { TokenStream } from './tokenStream.ts';

const json = (name: string) => JSON.parse(readFileSync(`models/SmolLM2-135M-Instruct/${name}`, 'utf8'));
const tokenizer = await createTokenizer({
  config: json('config.json'),
  generationConfig: {},
  tokenizerJson: json('tokenizer.json'),
  tokenizerConfig: json('tokenizer_config.json'),
  chatTemplate: null,
});
const decode = (ids: readonly number[]) => tokenizer.decode(ids);

/** Tokens of the embedded model: anything, or broken characters with special tokens between. */
const byteTokens = ['€', '😀', 'é'].flatMap((text) => tokenizer.encodeContinuation(text));
const anyTokens = fc.array(fc.nat({ max: tokenizer.vocabSize - 1 }), { maxLength: 120 });
const brokenTokens = fc.array(fc.constantFrom(...byteTokens, 0, 1, 2), { maxLength: 120 });
const longTokens = fc
  .string({ unit: 'grapheme', minLength: 100 })
  .map((text) => tokenizer.encodeContinuation(text));

/** In the way of SentencePiece decoders: bytes, words with their space before, and no space at the start of a text. */
const PIECES = [' ', ' a', 'b', '', '  '];
const decodePieces = (ids: readonly number[]): string => {
  const bytes = ids.flatMap((id) => (id < 256 ? [id] : [...new TextEncoder().encode(PIECES[id - 256]!)]));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)).replace(/^ /, '');
};
const pieces = fc.array(
  fc.oneof(
    fc.nat({ max: 255 + PIECES.length }),
    fc.constantFrom(0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 256, 259),
  ),
  { maxLength: 150 },
);

const stream = (ids: readonly number[], decoder = decode) => {
  const tokens = new TokenStream(decoder);
  const given = ids.map((id) => tokens.push(id));
  return { given, rest: tokens.flush() };
};

describe('a stream of tokens', () => {
  it.each([
    ['any tokens', anyTokens, decode],
    ['broken characters between special tokens', brokenTokens, decode],
    ['long text in all scripts', longTokens, decode],
    ['bytes and words that begin with a space', pieces, decodePieces],
  ])('gives, in pieces, the text that the tokens have together: %s', (_, sequences, decoder) => {
    fc.assert(
      fc.property(sequences, (ids) => {
        const { given, rest } = stream(ids, decoder);
        expect(given.join('') + rest).toBe(decoder(ids));
      }),
      { numRuns: 300 },
    );
  });

  it('gives a character only when it is whole', () => {
    const ids = tokenizer.encodeContinuation('a😀b');
    expect(ids.length).toBeGreaterThan(3);
    const { given, rest } = stream(ids);
    expect(given.filter((piece) => piece !== '')).toEqual(['a', '😀', 'b']);
    expect(rest).toBe('');
  });

  it('gives a character whole, however many special tokens come between its bytes', () => {
    const [first, ...others] = tokenizer.encodeContinuation('😀');
    const { given } = stream([first!, ...new Array<number>(60).fill(1), ...others]);
    expect(given.filter((piece) => piece !== '')).toEqual(['😀']);
  });

  it('gives an unfinished character at the end as a replacement character, once', () => {
    const ids = tokenizer.encodeContinuation('😀').slice(0, -1);
    const tokens = new TokenStream(decode);
    expect(ids.map((id) => tokens.push(id)).join('')).toBe('');
    expect([tokens.flush(), tokens.flush()]).toEqual(['\uFFFD', '']);
  });

  it.each([
    ['words', tokenizer.encodeContinuation(' the')[0]!],
    ['characters that are never finished', tokenizer.encodeContinuation('😀')[0]!],
  ])('decodes a bounded number of tokens a step, for %s', (_, id) => {
    let decoded = 0;
    const counting = (ids: readonly number[]) => {
      decoded = Math.max(decoded, ids.length);
      return decode(ids);
    };
    stream(new Array<number>(500).fill(id), counting);
    expect(decoded).toBeLessThan(40);
  });
});

describe('stop strings', () => {
  /** Text pushed in the given pieces: what came out, and what after the end. */
  const run = (pieces: string[], stops: string[]) => {
    const stop = new StopStrings(stops);
    const given = pieces.map((piece) => stop.push(piece));
    return { given, rest: stop.flush(), stopped: stop.stopped };
  };

  it.each([
    [['one', ' two'], [], { given: ['one', ' two'], rest: '', stopped: false }],
    [['one END two'], ['END'], { given: ['one '], rest: '', stopped: true }],
    [['one E', 'N', 'D two', 'more'], ['END'], { given: ['one ', '', '', ''], rest: '', stopped: true }],
    [['one E', 'N', 'E'], ['END'], { given: ['one ', '', 'EN'], rest: 'E', stopped: false }],
    [['aa', 'ab'], ['aab'], { given: ['', 'a'], rest: '', stopped: true }],
    [['abcd'], ['abcd', 'bc'], { given: ['a'], rest: '', stopped: true }],
    [['xbc'], ['bc', 'xbc'], { given: [''], rest: '', stopped: true }],
    [['a\n', '\nb'], ['\n\n'], { given: ['a', ''], rest: '', stopped: true }],
  ])('%j with stops %j', (texts, stops, expected) => {
    expect(run(texts, stops)).toEqual(expected);
  });

  it('end the text at the same place however it is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), stops, (cut, list) => {
        const whole = run([cut.join('')], list);
        const { given, rest, stopped } = run(cut, list);
        expect(given.join('') + rest).toBe(whole.given.join('') + whole.rest);
        expect(stopped).toBe(whole.stopped);
        expect(stopped).toBe(list.some((stop) => cut.join('').includes(stop)));
        for (const stop of list) expect(given.join('') + rest).not.toContain(stop);
      }),
    );
  });

  it('may not be empty', () => {
    expect(() => new StopStrings(['a', ''])).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});

describe('the text of an answer', () => {
  const ids = tokenizer.encodeContinuation('One, two.\n\nQuestion: three?');

  it('is all that its tokens say', () => {
    const text = new TextStream(decode);
    const given = ids.map((id) => text.push(id)).join('') + text.flush();
    expect(given).toBe('One, two.\n\nQuestion: three?');
    expect(text.text).toBe(given);
    expect(text.stopped).toBe(false);
  });

  it('ends before a stop string that spans several tokens', () => {
    const text = new TextStream(decode, ['\n\nQuestion:']);
    expect(ids.map((id) => text.push(id)).join('') + text.flush()).toBe('One, two.');
    expect(text.text).toBe('One, two.');
    expect(text.stopped).toBe(true);
  });

  it('holds back what could begin a stop string until the end', () => {
    const text = new TextStream(decode, ['three? No']);
    expect(ids.map((id) => text.push(id)).join('')).toBe('One, two.\n\nQuestion: ');
    expect(text.flush()).toBe('three?');
    expect(text.stopped).toBe(false);
  });
});
