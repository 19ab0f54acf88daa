/** Text to token ids and back, in the model's own vocabulary and chat template; a thin face of transformers.js. */
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { TillerError } from '../src/core/errors.ts';
import { show } from '../src/core/show.ts';
import type { Message, Prompt } from '../src/protocol/model.ts';
import type { OnLeash } from './leash.ts';
import { isObject } from './loader/guard.ts';

/** What a tokenizer is made of; the loader's `ModelFiles` holds it all. */
export interface TokenizerFiles {
  /** parsed config.json */
  config: Record<string, unknown>;
  /** parsed generation_config.json, or empty */
  generationConfig: Record<string, unknown>;
  tokenizerJson: Record<string, unknown>;
  /** parsed tokenizer_config.json, or empty */
  tokenizerConfig: Record<string, unknown>;
  /** text of chat_template.jinja, which goes before the template in tokenizer_config.json */
  chatTemplate: string | null;
}

/** The largest public vocabularies have 262,144 tokens: an id must not claim a list of a billion. */
const MAX_VOCABULARY = 2 ** 24;

/** Characters; the library makes an object of each. Public ones stay below a hundred. */
const MAX_ADDED_TOKEN = 1000;

const ROLES: readonly unknown[] = ['system', 'user', 'assistant'];

/**
 * Needs no network. The library is loaded on the first call, so that nothing else has to carry it.
 * @param onLeash for whoever has to end a worker that template or tokenizer keep for ever
 * @throws TillerError `file_corrupt` when the files make no tokenizer
 */
export async function createTokenizer(
  files: TokenizerFiles,
  onLeash: OnLeash = (work) => work(),
): Promise<Tokenizer> {
  const { PreTrainedTokenizer } = await import('@huggingface/transformers');
  return asTokenizer(() => {
    const chat_template = files.chatTemplate ?? files.tokenizerConfig.chat_template;
    checkAddedTokens(files.tokenizerJson.added_tokens);
    // Classes of single models differ from the base class only for speech and translation.
    const base = new PreTrainedTokenizer(files.tokenizerJson, { ...files.tokenizerConfig, chat_template });
    return new Tokenizer(base, files, onLeash);
  });
}

/** The library believes any `length` of what should be a text, and goes through four billion characters of it. */
function checkAddedTokens(tokens: unknown): void {
  if (tokens === undefined || tokens === null) return;
  if (!Array.isArray(tokens)) throw new Error(`added_tokens is ${show(tokens)}`);
  for (const token of tokens as unknown[]) {
    if (!isObject(token) || typeof token.content !== 'string' || !isId(token.id)) {
      throw new Error(`an entry of added_tokens is ${show(token)}`);
    }
    const { length } = token.content;
    if (length > MAX_ADDED_TOKEN) throw new Error(`a token of added_tokens has ${length} characters`);
  }
}

/** @throws TillerError `file_corrupt` when the library fails on what the files say */
function asTokenizer<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw new TillerError(
      'file_corrupt',
      `expected a tokenizer in tokenizer.json and tokenizer_config.json, found something else (${textOf(error)}). ` +
        'Download both files again.',
      { path: 'tokenizer.json', found: textOf(error) },
    );
  }
}

export class Tokenizer {
  readonly vocabSize: number;
  readonly hasChatTemplate: boolean;
  /** ids that end an answer */
  readonly eosTokenIds: readonly number[];
  private readonly base: PreTrainedTokenizer;
  private readonly onLeash: OnLeash;
  /** by id; holes where the vocabulary has none */
  private readonly tokens: (string | undefined)[] = [];

  constructor(base: PreTrainedTokenizer, files: TokenizerFiles, onLeash: OnLeash) {
    this.base = base;
    this.onLeash = onLeash;
    this.hasChatTemplate = Boolean(base.chat_template);
    for (const [token, id] of base.get_vocab() as Map<string, unknown>) {
      if (!isId(id)) throw new Error(`the token ${show(token)} has the id ${show(id)}`);
      this.tokens[id] = token;
    }
    const { config, generationConfig } = files;
    const ofText = isObject(config.text_config) ? config.text_config : config;
    const { vocab_size = this.tokens.length } = ofText;
    if (!isId(vocab_size) || vocab_size === 0)
      throw new Error(`config.json: vocab_size is ${show(vocab_size)}`);
    this.vocabSize = vocab_size;
    const ends = [generationConfig.eos_token_id, ofText.eos_token_id, base.eos_token_id].flat();
    this.eosTokenIds = [...new Set(ends.filter(isId))];
  }

  /**
   * Ids of a prompt: raw text as the tokenizer reads it (special tokens in it count as such), a chat through the
   * template, ids as they are.
   * @throws TillerError `prompt_empty`, or `bad_request` for ids outside the vocabulary and malformed chats
   */
  encodePrompt(prompt: Prompt): number[] {
    if (isTokenIds(prompt)) return this.promptIds(prompt);
    // A template writes its own first token.
    const ids = this.encodeText(this.promptText(prompt), typeof prompt === 'string');
    if (ids.length === 0) throw emptyPrompt();
    return ids;
  }

  /** Ids of text that continues other text: no first or last token is added. */
  encodeContinuation(text: string): number[] {
    return text === '' ? [] : this.encodeText(text, false);
  }

  /**
   * What the model reads, as text: for a chat, the template's output.
   * @throws as `encodePrompt`
   */
  promptText(prompt: Prompt): string {
    if (isTokenIds(prompt)) return this.decode(this.promptIds(prompt), { skipSpecial: false });
    if (typeof prompt === 'string') {
      if (prompt === '') throw emptyPrompt();
      return prompt;
    }
    return this.applyTemplate(checkMessages(prompt));
  }

  /**
   * @param options.skipSpecial leaves out special tokens (default)
   * @returns text; U+FFFD stands for bytes that make no character
   */
  decode(ids: readonly number[], { skipSpecial = true }: { skipSpecial?: boolean } = {}): string {
    // Models round their vocabulary up; the ids above the tokenizer's own have no text.
    const known = ids.filter((id) => this.tokens[id] !== undefined);
    if (known.length === 0) return '';
    // Clean-up drops spaces before punctuation, also those that the model wrote.
    return asTokenizer(() =>
      this.base.decode(known, { skip_special_tokens: skipSpecial, clean_up_tokenization_spaces: false }),
    );
  }

  /** What the files say is only found out with a text. @throws TillerError `file_corrupt` */
  private encodeText(text: string, addsSpecialTokens: boolean): number[] {
    return asTokenizer(() => {
      const options = { add_special_tokens: addsSpecialTokens };
      const ids: unknown[] = this.onLeash(() => this.base.encode(text, options));
      if (ids.every(isId)) return ids;
      throw new Error(`a text has the token ${show(ids.find((id) => !isId(id)))}`);
    });
  }

  /** One token as text, special ones by their name, with the space that begins a word. */
  tokenText(id: number): string {
    const text = this.decode([id], { skipSpecial: false });
    // Decoders of the SentencePiece kind drop the first space of a text; here each token stands alone.
    const isWordStart = this.tokens[id]?.startsWith('\u2581') && !text.startsWith(' ');
    return isWordStart ? ` ${text}` : text;
  }

  private applyTemplate(messages: Message[]): string {
    if (!this.hasChatTemplate) {
      const [only, ...others] = messages;
      if (only?.role === 'user' && others.length === 0) return `Q: ${only.content}\nA:`;
      throw new TillerError(
        'bad_request',
        `expected a single user message, as this model has no chat template; found ${messages.length} messages ` +
          `(${messages.map(({ role }) => role).join(', ')}). Give the prompt as raw text.`,
        { found: messages.length },
      );
    }
    try {
      const options = { tokenize: false, add_generation_prompt: true } as const;
      return this.onLeash(() => this.base.apply_chat_template(messages, options));
    } catch (error) {
      throw new TillerError(
        'bad_request',
        `expected a chat that this model's template accepts, found one that it refuses (${textOf(error)}). ` +
          'Put a system message into the first user message, let user and assistant alternate, or give raw text.',
        { found: textOf(error) },
      );
    }
  }

  private promptIds(ids: number[]): number[] {
    if (ids.length === 0) throw emptyPrompt();
    return this.checkIds(ids);
  }

  /**
   * @returns a copy
   * @throws TillerError `bad_request` for ids outside the vocabulary
   */
  checkIds(ids: readonly number[]): number[] {
    for (const [index, id] of ids.entries()) {
      if (Number.isInteger(id) && id >= 0 && id < this.vocabSize) continue;
      throw new TillerError(
        'bad_request',
        `expected token ids from 0 to ${this.vocabSize - 1}, found ${id} at index ${index}. Use this model's tokenizer.`,
        { expected: [0, this.vocabSize - 1], found: id, index },
      );
    }
    return [...ids];
  }
}

function isId(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < MAX_VOCABULARY;
}

function isTokenIds(prompt: Prompt): prompt is number[] {
  return typeof prompt !== 'string' && (prompt.length === 0 || typeof prompt[0] === 'number');
}

function checkMessages(messages: Message[]): Message[] {
  for (const [index, message] of messages.entries()) {
    if (isObject(message) && ROLES.includes(message.role) && typeof message.content === 'string') continue;
    throw new TillerError(
      'bad_request',
      `expected messages of the form {role, content} with role ${ROLES.join(', ')} and a text as content; ` +
        `found ${JSON.stringify(message)} at index ${index}.`,
      { index },
    );
  }
  if (messages.every(({ content }) => content.trim() === '')) throw emptyPrompt();
  return messages;
}

function emptyPrompt(): TillerError {
  return new TillerError('prompt_empty', 'expected a prompt, found an empty one. Write a prompt first.');
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
