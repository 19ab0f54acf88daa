import { expect, it, vi } from 'vitest';
import { LANGUAGES } from './names.ts';

// modules of their own: tests of other files have loaded the data already
vi.resetModules();
const { isLanguageReady, languageOf, loadLanguages, loadLanguagesInSteps } = await import('./detector.ts');
const { liveCheck } = await import('../live.ts');

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
