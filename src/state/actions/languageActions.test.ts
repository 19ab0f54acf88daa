import { afterEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { startText, t } from '../../text/text.ts';
import { type AppState, INITIAL_STATE } from '../appState.ts';
import type { Store } from '../store.ts';
import { createLanguageActions } from './languageActions.ts';

function page() {
  const store = createStore<AppState>()(() => INITIAL_STATE) as Store;
  return { store, ...createLanguageActions({ store }) };
}

describe('the language of the page', () => {
  afterEach(() => startText('en'));

  it('is the one that the browser asks for first', async () => {
    const { store, openLanguage } = page();
    await openLanguage(['de-AT', 'en']);
    expect(store.getState().language).toEqual({ shown: 'de', failed: null });
    expect(store.getState().settings.language).toBeNull();
  });

  it('is the chosen one, whatever the browser asks for', async () => {
    const { store, setLanguage, openLanguage } = page();
    await setLanguage('de');
    expect(store.getState().settings.language).toBe('de');
    await setLanguage('en');
    await openLanguage(['de']);
    expect(store.getState().language.shown).toBe('en');
  });

  it('is in force when the page hears of it', async () => {
    const { store, setLanguage } = page();
    const heard: string[] = [];
    store.subscribe(({ language }, before) => {
      if (language !== before.language) heard.push(`${language.shown}: ${t('shell.language')}`);
    });
    await setLanguage('de');
    expect(heard).toEqual(['de: Sprache']);
  });
});
