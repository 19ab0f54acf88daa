import { describe, expect, it } from 'vitest';
import { GLOSSARY, termSlug } from '../glossary.ts';
import { guessText, isGuess, LESSON_IDS } from '../lesson.ts';
import { type TermLink, textParts } from '../markup.ts';
import { RECORD } from '../recorded.ts';
import { SOURCES } from '../sources.ts';
import { LESSONS } from './index.ts';

const linksIn = (text: string): string[] =>
  textParts(text)
    .filter((part): part is TermLink => typeof part !== 'string')
    .map(({ term }) => term);

describe.each(LESSONS.map((lesson) => [lesson.id, lesson] as const))('the lesson "%s"', (_, lesson) => {
  const prediction = lesson.prediction(RECORD);
  const { answer, words, table } = lesson.reveal(RECORD);

  it('asks for a prediction that what happened is a possible answer to', () => {
    expect(isGuess(prediction, answer)).toBe(true);
    expect(guessText(prediction, answer)).not.toBeNull();
    // Nothing in the question gives the answer away, and the slider does not stand on it.
    if (prediction.kind === 'number') {
      const middle =
        prediction.min +
        prediction.step * Math.round((prediction.max - prediction.min) / 2 / prediction.step);
      expect(Math.abs(Number(answer) - middle)).toBeGreaterThan(prediction.step / 2);
    } else {
      expect(new Set(prediction.options.map(({ id }) => id)).size).toBe(prediction.options.length);
    }
  });

  it('shows whole tables and no number that is missing', () => {
    expect(table.rows.length).toBeGreaterThan(2);
    for (const row of table.rows) expect(row).toHaveLength(table.head.length);
    const texts = [...lesson.before(RECORD), ...lesson.after(RECORD), words, ...table.rows.flat()];
    expect(texts.join(' ')).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('is two or three paragraphs before the prediction and after it, with sources', () => {
    for (const part of [lesson.before(RECORD), lesson.after(RECORD)]) {
      expect(part.length).toBeGreaterThanOrEqual(2);
      expect(part.length).toBeLessThanOrEqual(3);
    }
    expect(lesson.sources.length).toBeGreaterThan(0);
    for (const source of lesson.sources) expect(SOURCES[source]).toBeTruthy();
  });

  it('links only terms that the glossary has', () => {
    const terms = [...lesson.before(RECORD), ...lesson.after(RECORD)].flatMap(linksIn);
    expect(terms.length).toBeGreaterThan(0);
    for (const term of terms) expect(GLOSSARY.map((entry) => entry.term)).toContain(term);
  });
});

describe('the lessons', () => {
  it('come in the order of their ids, each with its recorded experiment', () => {
    expect(LESSONS.map(({ id }) => id)).toEqual([...LESSON_IDS]);
    for (const id of LESSON_IDS) expect(RECORD.experiments[id]).toBeDefined();
  });
});

describe('the glossary', () => {
  it('is in alphabetical order, with an address for each entry', () => {
    const terms = GLOSSARY.map(({ term }) => term);
    expect(terms).toEqual(terms.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(new Set(terms.map(termSlug)).size).toBe(terms.length);
    for (const term of terms) expect(termSlug(term)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('links only itself', () => {
    const terms = GLOSSARY.map(({ term }) => term);
    for (const { text } of GLOSSARY) for (const link of linksIn(text)) expect(terms).toContain(link);
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
