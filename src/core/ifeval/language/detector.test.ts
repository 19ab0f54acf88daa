import { expect, it } from 'vitest';
import { liveCheck } from '../live.ts';
import { isLanguageReady, languageOf, loadLanguages, loadLanguagesInSteps } from './detector.ts';
import { LANGUAGES } from './names.ts';

/** Alone in its file: the data, once loaded, stays. */
it('the language data is loaded once, in steps that let others have their turn, and asked for before it is there', async () => {
  const french = liveCheck('language:response_language', { language: 'fr' });
  const missing = expect.objectContaining({ code: 'language_data_missing' });
  expect(isLanguageReady()).toBe(false);
  expect(() => languageOf('Bonjour.')).toThrow(missing);
  expect(french('Bonjour.', { done: false })).toEqual({
    state: 'undecided',
    final: false,
    reason: 'the language data is still loading',
  });
  expect(() => french('Bonjour.', { done: true })).toThrow(missing);
  let pauses = 0;
  const loading = loadLanguagesInSteps(async () => {
    pauses++;
  });
  expect(loadLanguages()).toBe(loading);
  await loading;
  expect(pauses).toBe(Object.keys(LANGUAGES).length);
  expect(isLanguageReady()).toBe(true);
  expect(languageOf('Le boulanger ouvre la porte de la boulangerie.')).toBe('fr');
  expect(french('Le boulanger ouvre la porte.', { done: true }).state).toBe('pass');
});
