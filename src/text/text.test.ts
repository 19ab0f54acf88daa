import { afterEach, describe, expect, it } from 'vitest';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { decimal, grouped } from './numbers.ts';
import { currentLanguage, inEnglish, preferredLanguage, startText, t, textOf } from './text.ts';

afterEach(() => startText('en'));

type Texts = Record<string, Record<string, string>>;

/** `shell.glossary` -> text */
function flat(catalogue: Texts): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([file, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${file}.${key}`, text] as const),
    ),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{(.*?)}}/g)].map(([, name]) => name).sort();

/** Names, symbols and words that are the same in both languages; a text that is nothing but values and signs needs no entry. */
const SAME = new Set<string>([
  'vectors.format_json',
  'vectors.format_gguf',
  'vectors.format_safetensors',
  'vectors.name',
  'vectors.method_pca',
  'vectors.family_format',
  'evaluate.format_md',
  'evaluate.format_csv',
  'evaluate.prompts',
  'evaluate.operatorOf',
  'evaluate.operator',
  'controls.png',
  'controls.csv',
  'benchmark.float16',
  'benchmark.milliseconds',
  'benchmark.median',
  'inside.token',
  'learn.experiment',
  'models.backend',
  'models.graph',
  'models.prompts',
  'playground.prompt',
  'sampling.topK',
  'sampling.topP',
  'share.link',
  'share.line_prompt',
  'shell.name',
  'shell.documentTitle',
  'shortcuts.key_escape',
  'steering.operator',
  // to the model, which is asked in English
  'steering.ownExample',
  'steering.preset_json',
]);

describe('the catalogues', () => {
  const english = flat(en);
  const german = flat(de);

  it('have the same keys', () => {
    expect([...german.keys()]).toEqual([...english.keys()]);
  });

  it('have the same values in each text', () => {
    for (const [key, text] of english) {
      expect({ key, values: placeholders(german.get(key) ?? '') }).toEqual({
        key,
        values: placeholders(text),
      });
    }
  });

  it('have no empty text, and none with space around it', () => {
    for (const [key, text] of [...english, ...german]) {
      expect({ key, text }).toEqual({ key, text: text.trim() });
      expect(text, key).not.toBe('');
    }
  });

  it('have both forms of every count', () => {
    for (const key of english.keys()) {
      if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other')), key).toBe(true);
      if (key.endsWith('_other')) expect(english.has(key.replace(/_other$/, '_one')), key).toBe(true);
    }
  });

  it('differ, except where a word is the same in both', () => {
    const hasWords = (text: string) => /[a-z]{2}/i.test(text.replace(/{{.*?}}/g, ''));
    const same = [...english].filter(([key, text]) => text === german.get(key) && hasWords(text));
    expect(same.map(([key]) => key).filter((key) => !SAME.has(key))).toEqual([]);
    expect([...SAME].filter((key) => english.get(key) !== german.get(key))).toEqual([]);
  });

  it('speak plainly: no exclamation mark', () => {
    for (const [key, text] of [...english, ...german]) expect(text, key).not.toContain('!');
  });
});

describe('t', () => {
  it('speaks English before anything else is asked for', () => {
    expect(currentLanguage()).toBe('en');
    expect(t('shell.responsibleUse')).toBe('Responsible use');
  });

  it('speaks German once that is fetched, and English again', async () => {
    await startText('de');
    expect(currentLanguage()).toBe('de');
    expect(t('shell.vectors')).toBe('Vektoren');
    await startText('en');
    expect(t('shell.vectors')).toBe('Vectors');
  });

  it('follows the later of two choices', async () => {
    await Promise.all([startText('de'), startText('en')]);
    expect(currentLanguage()).toBe('en');
  });

  it('inserts what it is given as it is', () => {
    const title = '<b>$t(shell.learn)</b> {{strength}}';
    expect(t('shell.presentedOff', { title })).toBe(`${title} · strength off`);
  });

  it('writes numbers with the decimal mark of the language', async () => {
    expect(t('shell.presentedStrength', { title: 'x', strength: 1.5 })).toBe('x · strength 1.5');
    await startText('de');
    expect(t('shell.presentedStrength', { title: 'x', strength: 1.5 })).toBe('x · Stärke 1,5');
  });

  it('speaks English for what leaves the page', async () => {
    await startText('de');
    expect(inEnglish(() => [t('shell.language'), decimal(0.5, 1)])).toEqual(['Language', '0.5']);
    expect(() =>
      inEnglish(() => {
        throw new Error('not made');
      }),
    ).toThrow('not made');
    expect(t('shell.language')).toBe('Sprache');
  });

  it('has a form for one and a form for more', () => {
    expect([0, 1, 2].map((count) => t('playground.historyCount', { count }))).toEqual([
      '0 runs',
      '1 run',
      '2 runs',
    ]);
  });

  it('finds the text of an id, or takes what it is given', () => {
    expect(textOf('steering.preset_no-commas', 'x')).toBe('No commas');
    expect(textOf('checks.type_punctuation:no_comma', 'x')).toBe('No commas');
    expect(textOf('steering.preset_mine', 'Mine')).toBe('Mine');
    expect(textOf('steering', 'x')).toBe('x');
  });

  it('takes no other keys and values than those of the catalogue', () => {
    // @ts-expect-error: no such text
    t('shell.nothing');
    // @ts-expect-error: it needs a title
    t('shell.presentedOff');
    // @ts-expect-error: it needs a strength as well
    t('shell.presentedStrength', { title: 'x' });
    // @ts-expect-error: it takes no values
    t('shell.learn', { title: 'x' });
  });
});

describe('numbers', () => {
  it('have the marks of the language', async () => {
    expect([decimal(-0.25, 2), decimal(1, 1), grouped(12_345)]).toEqual(['−0.25', '1.0', '12,345']);
    await startText('de');
    expect([decimal(-0.25, 2), decimal(1, 1), grouped(12_345)]).toEqual(['−0,25', '1,0', '12.345']);
  });
});

describe('preferredLanguage', () => {
  it.each([
    [['de'], 'de'],
    [['de-CH', 'en'], 'de'],
    [['en-US', 'de'], 'en'],
    [['den'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('%j asks for %s', (languages, language) => {
    expect(preferredLanguage(languages)).toBe(language);
  });
});
