/** Unpacks the letter statistics of 55 languages; imported lazily, as the data has about a megabyte. */
import { type LanguageProfiles, UNSEEN_SHARE } from './detect.ts';
import packed from './profiles.json' with { type: 'json' };

/** First character of the deltas in the packed file. */
const FIRST_CHAR = 35;

export function unpackProfiles(): LanguageProfiles {
  const steps = unpackSteps();
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same, language by language: some milliseconds each, between which something else can be done. */
export function* unpackSteps(): Generator<void, LanguageProfiles> {
  const rows = Object.values(packed.languages);
  const entries = rows.reduce((sum, row) => sum + row[1]!.length + row[3]!.length + row[5]!.length, 0);
  const first = new Map<string, number>();
  const next = new Int32Array(entries);
  const language = new Uint8Array(entries);
  const evidence = new Float64Array(entries);
  let entry = 0;
  for (const [index, row] of rows.entries()) {
    for (const length of [1, 2, 3]) {
      const grams = row[length * 2 - 2]!;
      const deltas = row[length * 2 - 1]!;
      let steps = 0;
      for (let i = 0; i < deltas.length; i++, entry++) {
        steps += deltas.charCodeAt(i) - FIRST_CHAR;
        const gram = grams.slice(i * length, (i + 1) * length);
        next[entry] = first.get(gram) ?? -1;
        first.set(gram, entry);
        language[entry] = index;
        evidence[entry] = Math.log(1 + Math.exp(-steps * packed.logStep) / UNSEEN_SHARE);
      }
    }
    yield;
  }
  return {
    languages: Object.keys(packed.languages),
    first,
    next,
    language,
    evidence,
    cjkGroups: packed.cjkGroups,
  };
}
