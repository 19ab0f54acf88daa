/**
 * The words of the page. All of them stand in a catalogue, one file for each part of the page, in `en` and in `de`; code
 * names a text by `file.key`, which the compiler checks together with its values.
 *
 * English is part of the first chunk. German is fetched before the page is first drawn, where it is chosen, or when it
 * gets chosen; then the page is drawn anew from the same state, and what a component holds (drafts, what is open) stays.
 * So words are never kept: not in a module's constants, not in `useMemo`, not under `memo`, not in the store. Keep the
 * key or the values that they are made of, and call `t` where they are shown.
 */
import { createInstance } from 'i18next';
import type { Catalogue, TextKey, TextValues } from './catalogue.ts';
import { en } from './en/index.ts';

export type { TextKey } from './catalogue.ts';

/** `locale`: whose rules for numbers hold. `name`: as its readers call it. */
export const LANGUAGES = {
  en: { name: 'English', locale: 'en-US' },
  de: { name: 'Deutsch', locale: 'de-DE' },
} as const;

export type Language = keyof typeof LANGUAGES;

const LATER: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await import('./de/index.ts')).de,
};

const texts = createInstance();
// English is there at once, so that nothing has to wait for it.
void texts.init({
  lng: 'en',
  fallbackLng: false,
  initAsync: false,
  nsSeparator: false,
  resources: { en: { translation: en } },
  // React escapes what it renders.
  interpolation: { escapeValue: false },
});

let wanted: Language = 'en';

/**
 * Fetches a language where that is still to be done, and puts it in force; of two calls the later one counts.
 * @throws what the import throws where it cannot be fetched: the language in force then stays
 */
export async function startText(language: Language): Promise<void> {
  wanted = language;
  if (language !== 'en' && !texts.hasResourceBundle(language, 'translation')) {
    texts.addResourceBundle(language, 'translation', await LATER[language]());
  }
  if (wanted === language) await texts.changeLanguage(language);
}

export function currentLanguage(): Language {
  return texts.language === 'de' ? 'de' : 'en';
}

/** What a browser's list of languages asks for: German where it stands first, else English. */
export function preferredLanguage(languages: readonly string[]): Language {
  return /^de\b/i.test(languages[0] ?? '') ? 'de' : 'en';
}

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && Object.hasOwn(LANGUAGES, value);

/**
 * A text in the language in force. Numbers get its decimal mark; to round or group them is the caller's part
 * (`src/text/numbers.ts`). What is inserted is not looked through for placeholders.
 */
export function t<K extends TextKey>(key: K, ...[values]: TextValues<K>): string {
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const replace = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, inWords(value)]));
  return texts.t(key, { replace, ...('count' in given ? { count: Number(given.count) } : {}) });
}

function inWords(value: string | number): string {
  return typeof value === 'string' ? value : `${value}`.replace('.', decimalMark());
}

/** `.` or `,` */
export function decimalMark(): string {
  const parts = new Intl.NumberFormat(LANGUAGES[currentLanguage()].locale).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}
