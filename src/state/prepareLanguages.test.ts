import { expect, it } from 'vitest';
import { check, isLanguageReady } from '../core/ifeval/index.ts';
import { prepareLanguages } from './prepareLanguages.ts';

it('makes languages known, and lets others have many turns meanwhile', async () => {
  let turns = 0;
  let timer = setTimeout(function turn() {
    turns += 1;
    timer = setTimeout(turn);
  });
  expect(isLanguageReady()).toBe(false);
  await prepareLanguages();
  clearTimeout(timer);
  expect(turns).toBeGreaterThan(5);
  const answer = 'Le phare aide les bateaux à trouver leur chemin pendant la nuit.';
  expect(check('language:response_language', { language: 'fr' }, answer)).toMatchObject({ strict: true });
});
