/** Unpacks the letter statistics of 55 languages; imported lazily, as the data has about a megabyte. */
import { createDetector, type LanguageProfiles } from './detect.ts';
import packed from './profiles.json' with { type: 'json' };

/** First character of the deltas in the packed file. */
const FIRST_CHAR = 35;

export function unpackProfiles(): LanguageProfiles {
  const languages = Object.keys(packed.languages);
  const shares = new Map<string, number[]>();
  Object.values(packed.languages).forEach((rows, language) => {
    for (const length of [1, 2, 3]) {
      const grams = rows[length * 2 - 2]!;
      const deltas = rows[length * 2 - 1]!;
      let steps = 0;
      for (let i = 0; i < deltas.length; i++) {
        steps += deltas.charCodeAt(i) - FIRST_CHAR;
        const gram = grams.slice(i * length, (i + 1) * length);
        const pairs = shares.get(gram) ?? [];
        if (pairs.length === 0) shares.set(gram, pairs);
        pairs.push(language, Math.exp(-steps * packed.logStep));
      }
    }
  });
  return { languages, shares, cjkGroups: packed.cjkGroups };
}

/** Code of a text's language, null when the text has no letters from which to tell. */
export const detectLanguage = createDetector(unpackProfiles());
