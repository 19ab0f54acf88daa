/** The one piece of markup that texts of the catalogue have: `<link>words</link>`, with whatever name of a mark. */

export interface TextPart {
  /** null: plain words */
  mark: string | null;
  words: string;
}

/** @returns plain and marked pieces in order, without empty ones; marks do not nest */
export function markedParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(/<(\w+)>(.*?)<\/\1>/gs)) {
    parts.push({ mark: null, words: text.slice(end, found.index) });
    parts.push({ mark: found[1]!, words: found[2]! });
    end = found.index + found[0].length;
  }
  parts.push({ mark: null, words: text.slice(end) });
  return parts.filter(({ words }) => words !== '');
}
