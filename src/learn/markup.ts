/** The one piece of markup that the lessons' texts have: `[[term]]` and `[[term|shown words]]` link the glossary. */

export interface TermLink {
  term: string;
  shown: string;
}

/** @returns plain pieces and links in order, without empty pieces */
export function textParts(text: string): (string | TermLink)[] {
  return text
    .split(/(\[\[[^\]]+\]\])/)
    .filter((part) => part !== '')
    .map((part) => {
      if (!part.startsWith('[[')) return part;
      const [term = '', shown = term] = part.slice(2, -2).split('|');
      return { term, shown };
    });
}
