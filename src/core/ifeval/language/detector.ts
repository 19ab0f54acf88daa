/** Keeps the language detector, whose data is loaded only when a check needs it. */
import { TillerError } from '../../errors.ts';

/** Code of a text's language, null when the text has no letters from which to tell. */
export type DetectLanguage = (text: string) => string | null;

let detect: DetectLanguage | null = null;
let loading: Promise<void> | null = null;

/** True once checks that need the language can run. */
export function isLanguageReady(): boolean {
  return detect !== null;
}

/**
 * Loads the language data (a chunk of its own) once; later calls return the same promise.
 * @throws what the import throws; the next call tries again
 */
export function loadLanguages(): Promise<void> {
  return loadLanguagesInSteps(null);
}

/** The same on a thread that must not be held up. @param pause lets others have their turn; called every few milliseconds */
export function loadLanguagesInSteps(pause: (() => Promise<void>) | null): Promise<void> {
  loading ??= load(pause).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(pause: (() => Promise<void>) | null): Promise<void> {
  const [{ createDetector }, { unpackSteps }] = await Promise.all([
    import('./detect.ts'),
    import('./profiles.ts'),
  ]);
  const steps = unpackSteps();
  let step = steps.next();
  for (; !step.done; step = steps.next()) if (pause) await pause();
  detect = createDetector(step.value);
}

let lastText: string | null = null;
let lastLanguage: string | null = null;

/** @throws TillerError `language_data_missing` before `loadLanguages` has finished */
export function languageOf(text: string): string | null {
  if (!detect) {
    throw new TillerError(
      'language_data_missing',
      'The language data is not loaded yet. Wait for loadLanguages() and check again.',
    );
  }
  if (text !== lastText) {
    lastLanguage = detect(text);
    lastText = text;
  }
  return lastLanguage;
}
