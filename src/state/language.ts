/** The language of the page: which one is in force, and whether another could not be fetched. */
import { type Language, preferredLanguage } from '../text/text.ts';
import type { SettingsState } from './playground/settings.ts';

export interface LanguageState {
  /** in which the page is drawn; every component is drawn anew when it changes */
  shown: Language;
  /** what was asked for and did not come */
  failed: Language | null;
}

export const INITIAL_LANGUAGE: LanguageState = { shown: 'en', failed: null };

/** What was chosen, else what the browser asks for. */
export function wantedLanguage({ language }: SettingsState, ofBrowser: readonly string[]): Language {
  return language ?? preferredLanguage(ofBrowser);
}
