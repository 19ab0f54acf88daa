import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import manifestJson from '../../models/manifest.json' with { type: 'json' };
import { type Preset, parsePresets } from '../../src/state/playground/presets.ts';
import { fileListSource } from '../../workers/loader/fileListSource.ts';
import { hubSource } from '../../workers/loader/hubSource.ts';
import { type ManifestEntry, readManifest } from '../../workers/loader/manifest.ts';
import { SHORT_PATIENCE } from '../../workers/loader/retry.ts';
import { surveyModel } from '../../workers/loader/survey.ts';
import { memoryStore } from '../../workers/storage/memoryStore.ts';
import { ModelStorage } from '../../workers/storage/modelStorage.ts';
import { createTokenizer, type Tokenizer } from '../../workers/tokenizer.ts';
import { vocabularySha256 } from '../../workers/vocabulary.ts';
import { damagedJson } from './json.ts';
import { CASES, type Reader, surviveAll } from './survive.ts';

const FOLDER = 'e2e/fixtures/models/llama-chunks';
const textOf = (path: string) => readFileSync(`${FOLDER}/${path}`, 'utf8');
const jsonOf = (path: string) => JSON.parse(textOf(path)) as Record<string, unknown>;

const ONNX = ['model.onnx', 'model.onnx_data', 'model.onnx_data_1'].map((name) => `onnx/${name}`);
const PATHS = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', ...ONNX];
const GOOD = new Map(PATHS.map((path) => [path, fileOf(path, readFileSync(`${FOLDER}/${path}`))]));

function fileOf(path: string, content: string | Uint8Array<ArrayBuffer>): File {
  const file = new File([content], path.split('/').at(-1)!);
  return Object.defineProperty(file, 'webkitRelativePath', { value: `picked/${path}` });
}

/** Files as a user drops them on the page. */
function dropped(path: string, content: string) {
  return fileListSource([...new Map([...GOOD, [path, fileOf(path, content)]]).values()]);
}

describe('a hostile model folder', () => {
  it('is surveyed or refused, whatever its configuration holds', () =>
    surviveAll<string, Awaited<ReturnType<typeof surveyModel>>>(
      {
        read: (text) => surveyModel(dropped('config.json', text), { backend: 'wasm' }),
        codes: ['file_corrupt', 'file_missing', 'bad_request', 'model_not_found'],
        check({ sizeBytes, files, dtype }) {
          expect(Number.isSafeInteger(sizeBytes)).toBe(true);
          expect(files.every(({ path }) => typeof path === 'string' && !path.includes('..'))).toBe(true);
          expect(typeof dtype).toBe('string');
        },
      },
      damagedJson(jsonOf('config.json')),
    ));

  it('is surveyed or refused, whatever its tokenizer’s settings hold', () =>
    surviveAll<string, Awaited<ReturnType<typeof surveyModel>>>(
      {
        read: (text) => surveyModel(dropped('tokenizer_config.json', text), { backend: 'wasm' }),
        codes: ['file_corrupt'],
        check: ({ hasChatTemplate }) => expect(typeof hasChatTemplate).toBe('boolean'),
      },
      damagedJson(jsonOf('tokenizer_config.json')),
    ));
});

describe('hostile tokenizer files', () => {
  const files = {
    config: jsonOf('config.json'),
    generationConfig: jsonOf('generation_config.json'),
    tokenizerJson: jsonOf('tokenizer.json'),
    tokenizerConfig: jsonOf('tokenizer_config.json'),
    chatTemplate: null,
  };
  const isIds = (ids: readonly unknown[]) => ids.every((id) => Number.isSafeInteger(id) && Number(id) >= 0);

  /** All that the engine asks of a tokenizer. */
  const reader = (part: keyof typeof files): Reader<string, Tokenizer> => ({
    async read(text) {
      const value: unknown = JSON.parse(text);
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      const given = { ...files, [part]: isObject ? value : {} };
      await vocabularySha256(given.tokenizerJson);
      const tokenizer = await createTokenizer(given);
      const ids = tokenizer.encodePrompt('Where does honey come from?');
      tokenizer.encodeContinuation(' From bees.');
      tokenizer.promptText([{ role: 'user', content: 'Where?' }]);
      tokenizer.decode(ids);
      for (const id of ids) tokenizer.tokenText(id);
      expect(isIds(ids)).toBe(true);
      return tokenizer;
    },
    codes: ['file_corrupt', 'bad_request', 'prompt_empty'],
    check({ vocabSize, eosTokenIds, hasChatTemplate }) {
      expect(Number.isSafeInteger(vocabSize) && vocabSize > 0 && vocabSize < 2 ** 31).toBe(true);
      expect(isIds(eosTokenIds)).toBe(true);
      expect(typeof hasChatTemplate).toBe('boolean');
    },
  });
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  // each case makes a tokenizer, which takes milliseconds
  const cases = Math.ceil(CASES / 2);
  it.each([
    'tokenizerJson',
    'tokenizerConfig',
    'config',
    'generationConfig',
  ] as const)('make a tokenizer or are refused, whatever is in %s', (part) =>
    surviveAll(reader(part), damagedJson(files[part]).filter(isJson), cases));
});

describe('a hostile list of files, where the hub should answer', () => {
  const fetched = globalThis.fetch;
  afterEach(() => {
    globalThis.fetch = fetched;
  });
  const sha256 = 'ab'.repeat(32);
  const description = {
    id: 'owner/model',
    sha: 'c'.repeat(40),
    gated: false,
    cardData: { license: 'mit' },
    siblings: [
      { rfilename: 'config.json', size: 700 },
      { rfilename: 'onnx/model.onnx', size: 5000, lfs: { size: 5000, sha256 } },
    ],
  };
  type Listing = Awaited<ReturnType<NonNullable<ReturnType<typeof hubSource>['listing']>>>;

  const listing: Reader<string, Listing> = {
    async read(text) {
      // the network itself, which no test reaches
      globalThis.fetch = async () => new Response(text, { status: 200 });
      const source = hubSource('owner/model', { patience: { ...SHORT_PATIENCE, tries: 1 } });
      const found = await source.listing!();
      for (const path of found.files.keys()) {
        const url = new URL((await source.remote!(path))!.url);
        const { origin } = new URL((await hubUrl())!);
        expect(url.origin).toBe(origin);
        expect(url.pathname.startsWith('/owner/model/resolve/')).toBe(true);
      }
      return found;
    },
    codes: ['file_corrupt'],
    check({ revision, files, isGated, licence }) {
      expect(revision).toMatch(/^[0-9a-f]{40}$/);
      for (const { sizeBytes, sha256: hash } of files.values()) {
        expect(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0).toBe(true);
        if (hash !== null) expect(hash).toMatch(/^[0-9a-f]{64}$/);
      }
      expect(typeof isGated).toBe('boolean');
      expect(licence === null || typeof licence === 'string').toBe(true);
    },
  };
  const hubUrl = async () =>
    (
      await hubSource('a/b')
        .remote?.('config.json')
        .catch(() => null)
    )?.url ?? 'https://huggingface.co';

  it('is read or refused, and never leads elsewhere', () => surviveAll(listing, damagedJson(description)));
});

describe('hostile records of stored models', () => {
  const identity = {
    address: 'owner/model',
    id: 'owner/model',
    asked: null,
    revision: 'c'.repeat(40),
    dtype: 'q4',
  };
  const at = '2026-01-01T00:00:00.000Z';
  const record = {
    ...{ version: 1, ...identity, storedAt: at, checkedAt: at, check: 'hub' },
    files: [{ path: 'config.json', sizeBytes: 3, sha256: 'ab'.repeat(32), validator: null }],
  };
  const journal = {
    ...{ version: 1, ...identity, beganAt: at, check: 'hub', sizeBytes: 30 },
    files: [
      {
        path: 'config.json',
        sizeBytes: 30,
        validator: 'tag',
        pieces: [
          [0, 10],
          [10, 5],
        ],
      },
    ],
  };
  const context = { signal: new AbortController().signal, progress: () => {} };

  it.each([
    ['record.json', record],
    ['journal.json', journal],
  ])('in %s are read or count as absent, and can be looked for, checked and deleted', (name, seed) =>
    surviveAll<string, Awaited<ReturnType<ModelStorage['facts']>>>(
      {
        async read(text) {
          const files = memoryStore();
          const folder = await files.folder('key');
          await folder.writeText(name, text);
          await folder.write('files/config.json', 0, Uint8Array.of(1, 2, 3));
          const storage = new ModelStorage({
            files,
            locks: null,
            room: async () => ({ usageBytes: null, quotaBytes: null, isPersistent: null }),
            now: () => new Date(),
          });
          await storage.find({ address: 'owner/model', asked: null, preference: ['q4'] });
          const facts = await storage.facts();
          if (facts.models[0]?.isComplete) await storage.verify('key', context);
          await storage.delete('key');
          return facts;
        },
        codes: [],
        check({ models }) {
          for (const { key, id, revision, dtype, sizeBytes, storedBytes, storedAt, checkedAt } of models) {
            for (const text of [key, id, dtype, storedAt]) expect(typeof text).toBe('string');
            for (const text of [revision, checkedAt])
              expect(text === null || typeof text === 'string').toBe(true);
            for (const size of [sizeBytes, storedBytes])
              expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
          }
        },
      },
      damagedJson(seed),
    ));
});

describe('hostile lists of this site itself', () => {
  it('of models are read or refused', () =>
    surviveAll<string, ManifestEntry[]>(
      {
        read: (text) => readManifest(parsed(text)),
        codes: ['file_corrupt'],
        check(entries) {
          for (const { id, folder, dtype, licence, files, sizeBytes } of entries) {
            for (const text of [id, folder, dtype, licence]) expect(typeof text).toBe('string');
            for (const file of files) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
            for (const size of [sizeBytes, ...files.map((file) => file.sizeBytes)]) {
              expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
            }
          }
        },
      },
      damagedJson(manifestJson),
    ));

  it('of presets are read or refused', () => {
    const presets = JSON.parse(readFileSync('public/presets/index.json', 'utf8')) as { presets: unknown[] };
    return surviveAll<string, Preset[]>(
      {
        read: (text) => parsePresets(parsed(text)),
        codes: ['file_corrupt'],
        check(read) {
          for (const { id, title, setting, check } of read) {
            expect([typeof id, typeof title]).toEqual(['string', 'string']);
            expect(Number.isInteger(setting.layer) && Number.isFinite(setting.strength)).toBe(true);
            expect(check === null || typeof check.instructionId === 'string').toBe(true);
          }
        },
      },
      damagedJson({ ...presets, presets: presets.presets.slice(0, 2) }),
    );
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
