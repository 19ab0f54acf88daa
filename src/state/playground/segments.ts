/** A text cut where what is marked in it begins and ends: the verdict's place, differences, tokens. */
import type { TextRange } from './differences.ts';
import type { LaneToken } from './lane.ts';

export interface Segment {
  text: string;
  /** number of the token that it is a part of; null where tokens are not told apart */
  token: number | null;
  /** inside the verdict's place */
  isMarked: boolean;
  /** a word that the other text does not have */
  isDifferent: boolean;
}

interface Marks {
  verdict: TextRange | null;
  differences: readonly TextRange[];
  /** empty: tokens are not told apart */
  tokens: readonly LaneToken[];
}

/** In order; joined they are the text. */
export function textSegments(text: string, { verdict, differences, tokens }: Marks): Segment[] {
  const marked = verdict ? [verdict] : [];
  const tokenRanges = rangesOf(tokens, text.length);
  const cuts = new Set([0, text.length]);
  for (const [start, end] of [...marked, ...differences, ...tokenRanges]) {
    if (start < text.length) cuts.add(start).add(Math.min(end, text.length));
  }
  const places = [...cuts].sort((a, b) => a - b);
  const inside = walker();
  return places.slice(0, -1).map((start, index) => ({
    text: text.slice(start, places[index + 1]),
    token: inside(tokenRanges, start, 'token'),
    isMarked: inside(marked, start, 'mark') !== null,
    isDifferent: inside(differences, start, 'difference') !== null,
  }));
}

function rangesOf(tokens: readonly LaneToken[], length: number): TextRange[] {
  let position = 0;
  return tokens.map(({ text }) => {
    const start = Math.min(position, length);
    position += text.length;
    return [start, Math.min(position, length)];
  });
}

/** Finds the range that holds a place; places are asked in order, so that every list is walked once. */
function walker(): (ranges: readonly TextRange[], place: number, name: string) => number | null {
  const at = new Map<string, number>();
  return (ranges, place, name) => {
    let index = at.get(name) ?? 0;
    while (index < ranges.length && ranges[index]![1] <= place) index += 1;
    at.set(name, index);
    const range = ranges[index];
    return range && range[0] <= place ? index : null;
  };
}
