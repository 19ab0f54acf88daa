/**
 * The words of the page. All of them stand in a catalogue, one file for each part of the page, in `en` and in `de`; code
 * names a text by `file.key`, which the compiler checks together with its values.
 *
 * English is part of the first chunk. German is fetched before the page is first drawn, where it is chosen, or when it
 * gets chosen; then the page is drawn anew from the same state, and what a component holds (drafts, what is open) stays.
 * So words are not kept: not in a module's constants, not in `useMemo`, not under `memo`. Keep the key or the values that
 * they are made of, and call `t` where they are shown. The store holds words of what is over (a failure, what Undo takes
 * back), which stay in the language they were said in, and titles that its records and files need, in English.
 */
import { createInstance } from 'i18next';
import type { Catalogue, TextKey, TextValues } from './catalogue.ts';
import { en } from './en/index.ts';

export type { TextKey } from './catalogue.ts';

/** `locale`: whose rules for numbers hold. `name`: as its readers call it. */
export const LANGUAGES = {
  en: { name: 'English', locale: 'en-US', decimalMark: '.' },
  de: { name: 'Deutsch', locale: 'de-DE', decimalMark: ',' },
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
let inForce: Language = 'en';

/**
 * Fetches a language where that is still to be done, and puts it in force; of two calls the later one counts.
 * @throws what the import throws where it cannot be fetched: the language in force then stays
 */
export async function startText(language: Language): Promise<void> {
  wanted = language;
  if (language !== 'en' && !texts.hasResourceBundle(language, 'translation')) {
    texts.addResourceBundle(language, 'translation', await LATER[language]());
  }
  if (wanted === language) inForce = language;
}

export function currentLanguage(): Language {
  return inForce;
}

/**
 * What `make` says in English, whatever the page's language: texts that leave the page for files, which others read and
 * programs compare. Not for what waits for something, since then the page would speak English meanwhile.
 */
export function inEnglish<T>(make: () => T): T {
  const before = inForce;
  inForce = 'en';
  try {
    return make();
  } finally {
    inForce = before;
  }
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
  return texts.t(key, { lng: inForce, replace, ...('count' in given ? { count: Number(given.count) } : {}) });
}

/** The text of a key that is made of an id of data, without values; `otherwise` where there is none. */
export function textOf(key: string, otherwise: string): string {
  return key.includes('.') && texts.exists(key, { lng: 'en' }) ? texts.t(key, { lng: inForce }) : otherwise;
}

function inWords(value: string | number): string {
  return typeof value === 'string' ? value : `${value}`.replace('.', decimalMark());
}

/** `.` or `,` */
export const decimalMark = (): string => LANGUAGES[inForce].decimalMark;
