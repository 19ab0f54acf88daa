import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import golden from '../models/SmolLM2-135M-Instruct/golden.json' with { type: 'json' };
import type { Prompt } from '../src/protocol/model.ts';
import { leashTo } from './leash.ts';
import { createTokenizer, type TokenizerFiles } from './tokenizer.ts';

const FIXTURES = 'e2e/fixtures/models';

function readFiles(folder: string): TokenizerFiles {
  const json = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));
  return {
    config: json('config.json'),
    generationConfig: json('generation_config.json'),
    tokenizerJson: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
    chatTemplate: null,
  };
}

const embeddedFiles = readFiles('models/SmolLM2-135M-Instruct');
const embedded = await createTokenizer(embeddedFiles);

/** In the way of Llama 2 and Phi-3: words begin with U+2581, unknown characters fall back to bytes, a bos goes first. */
const sentencePiece = await createTokenizer({
  config: {},
  generationConfig: { eos_token_id: [2, 3] },
  tokenizerConfig: { eos_token: '</s>', bos_token: '<s>' },
  chatTemplate: null,
  tokenizerJson: {
    added_tokens: ['<unk>', '<s>', '</s>'].map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Prepend', prepend: '\u2581' },
        { type: 'Replace', pattern: { String: ' ' }, content: '\u2581' },
      ],
    },
    pre_tokenizer: null,
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [],
      special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '\u2581' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        { type: 'Strip', content: ' ', start: 1, stop: 0 },
      ],
    },
    model: {
      type: 'BPE',
      unk_token: '<unk>',
      byte_fallback: true,
      vocab: {
        ...{ '<unk>': 0, '<s>': 1, '</s>': 2, '<0xC3>': 3, '<0xA9>': 4, '\u2581': 5, a: 6, b: 7 },
        ...{ '\u2581a': 8, '\u2581ab': 9 },
      },
      merges: ['\u2581 a', '\u2581a b'],
    },
  },
});

describe('a chat', () => {
  it.each(golden.prompts)('becomes the ids that the reference gives: $message', ({
    message,
    templated,
    inputIds,
  }) => {
    const chat: Prompt = [{ role: 'user', content: message }];
    expect(embedded.promptText(chat)).toBe(templated);
    expect(embedded.encodePrompt(chat)).toEqual(inputIds);
  });

  it('keeps its own system message', () => {
    const text = embedded.promptText([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ]);
    expect(text).toBe(
      '<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n',
    );
  });

  it('goes through the separate template file where there are two', async () => {
    const tokenizer = await createTokenizer({
      ...embeddedFiles,
      chatTemplate: '[{{ messages[0].content }}]',
    });
    expect(tokenizer.promptText([{ role: 'user', content: 'Hello' }])).toBe('[Hello]');
  });

  it('that the template refuses is a bad request with its reason', async () => {
    const chatTemplate = "{{ raise_exception('System role not supported') }}";
    const tokenizer = await createTokenizer({ ...embeddedFiles, chatTemplate });
    expect(() => tokenizer.encodePrompt([{ role: 'user', content: 'Hello' }])).toThrow(
      expect.objectContaining({
        code: 'bad_request',
        message: expect.stringContaining('System role not supported'),
      }),
    );
  });

  it('is read on a leash, template and tokenizer alike, also where they fail', async () => {
    const said: boolean[] = [];
    const leash = leashTo({
      postMessage: (message) => {
        if (message.kind === 'encoding') said.push(message.isOver);
      },
    });
    const chat: Prompt = [{ role: 'user', content: 'Hello' }];
    (await createTokenizer(embeddedFiles, leash)).encodePrompt(chat);
    expect(said).toEqual([false, true, false, true]);
    const chatTemplate = "{{ raise_exception('no') }}";
    const refusing = await createTokenizer({ ...embeddedFiles, chatTemplate }, leash);
    expect(() => refusing.encodePrompt(chat)).toThrow('no');
    expect(said).toEqual([false, true, false, true, false, true]);
  });

  it('becomes question and answer where the model has no template', () => {
    expect(sentencePiece.hasChatTemplate).toBe(false);
    expect(sentencePiece.promptText([{ role: 'user', content: 'Why?' }])).toBe('Q: Why?\nA:');
  });

  it('of several messages needs a template', () => {
    const chat: Prompt = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ];
    expect(() => sentencePiece.encodePrompt(chat)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  it.each([
    { role: 'robot', content: 'a' },
    { role: 'user' },
    { role: 'user', content: 3 },
    null,
  ])('with the message %j is a bad request', (message) => {
    const prompt = [{ role: 'user', content: 'a' }, message] as Prompt;
    expect(() => embedded.encodePrompt(prompt)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});

describe('raw text', () => {
  const folders = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(folders.map(({ name }) => name))('becomes the ids that the reference gives: %s', async (folder) => {
    const tokenizer = await createTokenizer(readFiles(`${FIXTURES}/${folder}`));
    const reference = JSON.parse(readFileSync(`${FIXTURES}/${folder}/golden.json`, 'utf8'));
    // long prompts are given as ids alone
    const written = reference.prompts.filter(({ text }: { text: string | null }) => text !== null);
    expect(written.length).toBeGreaterThan(0);
    for (const { text, inputIds } of written) expect(tokenizer.encodePrompt(text)).toEqual(inputIds);
    expect(tokenizer.vocabSize).toBe(reference.vocabSize);
    expect(tokenizer.eosTokenIds).toEqual([1]);
  });

  it('holds special tokens as such', () => {
    const { templated, inputIds } = golden.prompts[0]!;
    expect(embedded.encodePrompt(templated)).toEqual(inputIds);
  });

  it('gets the first token that the tokenizer itself adds; text that continues other text does not', () => {
    expect(sentencePiece.encodePrompt('ab')).toEqual([1, 9]);
    expect(sentencePiece.encodeContinuation('ab')).toEqual([9]);
    expect(sentencePiece.encodeContinuation('')).toEqual([]);
  });

  it('that continues a prompt becomes the ids that the reference scored', () => {
    const { text, tokenIds } = golden.prompts[0]!.completion;
    expect(embedded.encodeContinuation(text)).toEqual(tokenIds);
  });
});

describe('token ids', () => {
  it('are taken as they are, in a list of their own', () => {
    const ids = [0, 49151];
    expect(embedded.encodePrompt(ids)).toEqual(ids);
    expect(embedded.encodePrompt(ids)).not.toBe(ids);
  });

  it.each([-1, 49152, 0.5, Number.NaN])('outside the vocabulary are refused: %d', (id) => {
    expect(() => embedded.encodePrompt([1, id])).toThrow(
      expect.objectContaining({
        code: 'bad_request',
        details: expect.objectContaining({ found: id, index: 1 }),
      }),
    );
  });
});

it.each([[''], [[]], [[{ role: 'user', content: ' \n' }]]] as [
  Prompt,
][])('an empty prompt is told so: %j', (prompt) => {
  expect(() => embedded.encodePrompt(prompt)).toThrow(expect.objectContaining({ code: 'prompt_empty' }));
});

describe('decoding', () => {
  it.each(golden.prompts)('gives the text of the reference: $message', (prompt) => {
    const { tokenIds, text } = prompt['greedy32RepetitionPenalty1.15'];
    expect(embedded.decode(tokenIds)).toBe(text);
  });

  it('shows special tokens on request', () => {
    const { templated, inputIds } = golden.prompts[0]!;
    expect(embedded.decode(inputIds, { skipSpecial: false })).toBe(templated);
    expect(embedded.decode([1, 2])).toBe('');
  });

  it('keeps the spaces before punctuation that the model wrote', () => {
    const text = 'well , yes .';
    expect(embedded.decode(embedded.encodePrompt(text))).toBe(text);
  });

  it('gives no text for no ids and for ids above the vocabulary', () => {
    expect(embedded.decode([])).toBe('');
    expect(embedded.decode([49152, 60000])).toBe('');
  });

  it('joins byte tokens to characters', () => {
    expect(sentencePiece.decode([9, 3, 4, 8])).toBe('abé a');
  });
});

describe('the text of one token', () => {
  it('keeps the space that begins a word', () => {
    expect(golden.prompts[0]!.completion.tokenIds.map((id) => embedded.tokenText(id))).toEqual([
      ' The',
      ' answer',
      ' is',
      ' simple',
      '.',
    ]);
    expect([9, 6, 5].map((id) => sentencePiece.tokenText(id))).toEqual([' ab', 'a', ' ']);
  });

  it('is the name of a special one', () => {
    expect(embedded.tokenText(1)).toBe('<|im_start|>');
  });
});

describe('the ids that end an answer', () => {
  it('are those of the generation configuration, the configuration and the tokenizer, each once', () => {
    expect(embedded.eosTokenIds).toEqual([2]);
    expect(sentencePiece.eosTokenIds).toEqual([2, 3]);
  });
});

it('files that make no tokenizer are corrupt', async () => {
  await expect(createTokenizer({ ...embeddedFiles, tokenizerJson: { model: 3 } })).rejects.toMatchObject({
    code: 'file_corrupt',
  });
});

it.each([
  ['no text, but says that it is a long one', { id: 3, content: { length: 2 ** 32 } }],
  ['a text of a book’s length', { id: 3, content: 'a'.repeat(100_000) }],
  ['no id', { id: { a: 0 }, content: '<s>' }],
  ['no entry', null],
])('an added token that is %s makes the file corrupt, at once', async (_, token) => {
  const tokenizerJson = { ...embeddedFiles.tokenizerJson, added_tokens: [token] };
  await expect(createTokenizer({ ...embeddedFiles, tokenizerJson })).rejects.toMatchObject({
    code: 'file_corrupt',
    message: expect.stringContaining('added_tokens'),
  });
});
