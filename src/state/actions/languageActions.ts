/** Actions on the language of the page. */
import { currentLanguage, type Language, startText } from '../../text/text.ts';
import { wantedLanguage } from '../language.ts';
import { type ActionContext, updateSlice } from './context.ts';

export interface LanguageActions {
  /** What the page is first drawn in: the chosen language, else the browser's. */
  openLanguage(ofBrowser: readonly string[]): Promise<void>;
  /** Kept for later visits, also where it cannot be fetched now. */
  setLanguage(language: Language): Promise<void>;
}

export function createLanguageActions({ store }: Pick<ActionContext, 'store'>): LanguageActions {
  async function show(language: Language): Promise<void> {
    let failed: Language | null = null;
    await startText(language).catch(() => {
      failed = language;
    });
    store.setState({ language: { shown: currentLanguage(), failed } });
  }

  return {
    openLanguage: (ofBrowser) => show(wantedLanguage(store.getState().settings, ofBrowser)),
    setLanguage(language) {
      updateSlice(store, 'settings', (settings) => ({ ...settings, language }));
      return show(language);
    },
  };
}
