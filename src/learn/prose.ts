/**
 * The words of the lessons: prose, which is data of its own beside the short words of the page. One language is fetched
 * with the place; numbers come from the record, and what is predicted and revealed is computed once for all languages.
 */
import type { PROSE } from './en/index.ts';

/** What English has, every language has. */
export type Prose = typeof PROSE;

const LANGUAGES = {
  en: async () => (await import('./en/index.ts')).PROSE,
  de: async () => (await import('./de/index.ts')).PROSE,
} as const satisfies Record<string, () => Promise<Prose>>;

export type ProseLanguage = keyof typeof LANGUAGES;

const asked = new Map<ProseLanguage, Promise<Prose>>();

/** The same promise for the same language, as React's `use` asks for; one that failed is asked for again. */
export function proseIn(language: ProseLanguage): Promise<Prose> {
  const known = asked.get(language);
  if (known) return known;
  const prose: Promise<Prose> = LANGUAGES[language]();
  asked.set(language, prose);
  prose.catch(() => asked.delete(language));
  return prose;
}
