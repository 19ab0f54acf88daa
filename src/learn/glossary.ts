/** An entry of the glossary, the same in every language apart from its words. */

export interface GlossaryEntry {
  /** what links name it by, in English in every language */
  term: string;
  /** how the language says it; default: the term */
  shown?: string;
  text: string;
}

/** For the address of its entry. */
export function termSlug(term: string): string {
  return term
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
