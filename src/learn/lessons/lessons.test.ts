import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, startText } from '../../text/text.ts';
import { PROSE as GERMAN } from '../de/index.ts';
import { PROSE as ENGLISH } from '../en/index.ts';
import { termSlug } from '../glossary.ts';
import { guessText, isGuess, LESSON_IDS } from '../lesson.ts';
import { type TermLink, textParts } from '../markup.ts';
import { type Prose, proseIn } from '../prose.ts';
import { RECORD } from '../recorded.ts';
import { lessonIn, lessonsIn } from './index.ts';

const PROSE: Record<Language, Prose> = { en: ENGLISH, de: GERMAN };

const linksIn = (text: string): string[] =>
  textParts(text)
    .filter((part): part is TermLink => typeof part !== 'string')
    .map(({ term }) => term);

describe.each(Object.keys(LANGUAGES) as Language[])('in "%s"', (language) => {
  const prose = PROSE[language];
  beforeAll(() => startText(language));
  afterAll(() => startText('en'));

  it('the prose is what the page fetches', async () => {
    expect(await proseIn(language)).toBe(prose);
  });

  describe.each([...LESSON_IDS])('the lesson "%s"', (id) => {
    const lesson = lessonIn(prose, id);
    const prediction = lesson.prediction(RECORD);

    it('asks for a prediction that what happened is a possible answer to', () => {
      const { answer } = lesson.reveal(RECORD);
      expect(isGuess(prediction, answer)).toBe(true);
      expect(guessText(prediction, answer)).not.toBeNull();
      // Nothing in the question gives the answer away, and the slider does not stand on it.
      if (prediction.kind === 'number') {
        const middle =
          prediction.min +
          prediction.step * Math.round((prediction.max - prediction.min) / 2 / prediction.step);
        expect(Math.abs(Number(answer) - middle)).toBeGreaterThan(prediction.step / 2);
      } else {
        expect(new Set(prediction.options.map(({ id: option }) => option)).size).toBe(
          prediction.options.length,
        );
      }
    });

    it('shows whole tables and no number that is missing', () => {
      const { words, table } = lesson.reveal(RECORD);
      expect(table.rows.length).toBeGreaterThan(2);
      for (const row of table.rows) expect(row).toHaveLength(table.head.length);
      const texts = [...lesson.before(RECORD), ...lesson.after(RECORD), words, ...table.rows.flat()];
      expect(texts.join(' ')).not.toMatch(/NaN|undefined|null|Infinity|\[object/);
    });

    it('writes decimals as its language does', () => {
      const { words, table } = lesson.reveal(RECORD);
      const texts = [words, ...lesson.after(RECORD), ...table.rows.flat()].join(' ');
      expect(texts).not.toMatch(language === 'de' ? /\d\.\d/ : /\d,\d/);
    });

    it('is two or three paragraphs before the prediction and after it, with sources', () => {
      for (const part of [lesson.before(RECORD), lesson.after(RECORD)]) {
        expect(part.length).toBeGreaterThanOrEqual(2);
        expect(part.length).toBeLessThanOrEqual(3);
      }
      expect(lesson.sources.length).toBeGreaterThan(0);
      for (const source of lesson.sources) expect(prose.sources[source]).toBeTruthy();
    });

    it('links only terms that the glossary has', () => {
      const terms = [...lesson.before(RECORD), ...lesson.after(RECORD)].flatMap(linksIn);
      expect(terms.length).toBeGreaterThan(0);
      for (const term of terms) expect(prose.glossary.map((entry) => entry.term)).toContain(term);
    });
  });

  describe('the glossary', () => {
    const terms = prose.glossary.map(({ term }) => term);

    it('is in alphabetical order of what is shown', () => {
      const shown = prose.glossary.map((entry) => entry.shown ?? entry.term);
      expect(shown).toEqual(shown.toSorted((a, b) => a.localeCompare(b, language)));
    });

    it('links only itself', () => {
      for (const { text } of prose.glossary) for (const link of linksIn(text)) expect(terms).toContain(link);
    });
  });
});

describe('the lessons', () => {
  it('come in the order of their ids, each with its recorded experiment', () => {
    expect(lessonsIn(ENGLISH).map(({ id }) => id)).toEqual([...LESSON_IDS]);
    for (const id of LESSON_IDS) expect(RECORD.experiments[id]).toBeDefined();
  });
});

describe('the languages', () => {
  const terms = (prose: Prose) => prose.glossary.map(({ term }) => term);

  it('explain the same terms, with an address for each', () => {
    expect(terms(GERMAN).toSorted()).toEqual(terms(ENGLISH).toSorted());
    expect(new Set(terms(ENGLISH).map(termSlug)).size).toBe(terms(ENGLISH).length);
    for (const term of terms(ENGLISH)) expect(termSlug(term)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('say as much about responsible use', () => {
    const sizes = ({ responsibleUse }: Prose) => responsibleUse.map(({ points }) => points.length);
    expect(sizes(GERMAN)).toEqual(sizes(ENGLISH));
  });

  it.each([...LESSON_IDS])('link the same terms in the lesson "%s"', (id) => {
    const links = (prose: Prose) => {
      const lesson = lessonIn(prose, id);
      return [...lesson.before(RECORD), ...lesson.after(RECORD)].flatMap(linksIn);
    };
    expect(links(GERMAN)).toEqual(links(ENGLISH));
  });
});

describe('the markup of the texts', () => {
  it('finds links between, before and after plain words', () => {
    expect(textParts('[[a]] and [[b|the b]].')).toEqual([
      { term: 'a', shown: 'a' },
      ' and ',
      { term: 'b', shown: 'the b' },
      '.',
    ]);
    expect(textParts('plain [words]')).toEqual(['plain [words]']);
    expect(textParts('')).toEqual([]);
  });
});
