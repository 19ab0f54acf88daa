import { describe, expect, it } from 'vitest';
import { createDetector } from './detect.ts';
import { LANGUAGES, languageName } from './names.ts';
import { unpackProfiles, unpackSteps } from './profiles.ts';

const detectLanguage = createDetector(unpackProfiles());

/** Agreed by langdetect 1.0.9 under nine random seeds. */
const TEXTS: [language: string, text: string][] = [
  ['en', 'The careful baker opens the basket at the harbor.'],
  ['de', 'Der Bäcker öffnet am Morgen den Korb.'],
  ['sw', 'Treni imechelewa kwa sababu mvua kubwa inanyesha milimani.'],
  ['ne', 'केटो हरेक बिहान साथीहरूसँग विद्यालय जान्छ।'],
  ['hi', 'हमें बगीचे में काम करते समय संगीत सुनना अच्छा लगता है।'],
  ['ja', '今日は良い天気です。'],
  ['ko', '오늘은 날씨가 좋습니다.'],
  ['zh-cn', '今天天气很好，我们去公园散步。'],
  ['vi', 'Hôm nay trời rất đẹp, chúng tôi đi dạo.'],
];

describe('telling the language', () => {
  for (const [language, text] of TEXTS) {
    it(`finds ${language}`, () => expect(detectLanguage(text)).toBe(language));
  }

  it('gives null for a text without letters that are known', () => {
    // Bopomofo is in no language's statistics
    for (const text of ['', ' ', '123, 456!', '🙂🙂', 'https://example.com/a', 'ㄅㄆㄇ'])
      expect(detectLanguage(text)).toBeNull();
  });

  it('reads letters with separate Vietnamese marks like composed ones', () => {
    expect(detectLanguage('Hôm nay trời rất đẹp'.normalize('NFD'))).toBe('vi');
  });

  it('ignores Latin letters among a text in another script', () => {
    expect(detectLanguage('HTML и CSS это языки для описания страниц')).toBe('ru');
  });

  it('reads Romanian letters with a comma below like those with a cedilla', () => {
    const text = 'Această carte este foarte interesantă și frumoasă, iar prețul ei este mic.';
    expect(detectLanguage(text)).toBe('ro');
    expect(detectLanguage(text.replaceAll('ș', 'ş').replaceAll('ț', 'ţ'))).toBe('ro');
  });

  it('survives lone surrogates', () => {
    expect(detectLanguage('\ud83d\ud83d the house \ude00 is very old')).toBe('en');
  });
});

describe('the languages', () => {
  it('have names for their codes, and no other', () => {
    expect([languageName('fr'), languageName('tlh')]).toEqual(['French', 'tlh']);
  });
});

describe('the packed letter statistics', () => {
  it('cover the languages that can be asked for, and no others', () => {
    expect([...unpackProfiles().languages].sort()).toEqual(Object.keys(LANGUAGES).sort());
  });

  it('hold shares between 0 and 1 for sequences of one to three characters', () => {
    const { first, evidence } = unpackProfiles();
    // Share 1 would be log(1 + 1 / UNSEEN_SHARE).
    expect(evidence.every((value) => value > 0 && value < Math.log(20_001))).toBe(true);
    expect([...first.keys()].every((gram) => gram.length >= 1 && gram.length <= 3)).toBe(true);
  });

  it('are unpacked in one step a language', () => {
    expect([...unpackSteps()]).toHaveLength(Object.keys(LANGUAGES).length);
  });
});
