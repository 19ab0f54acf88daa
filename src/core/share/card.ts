/**
 * The picture card of a comparison, as a list of what to draw where: the canvas follows it, and tests read it. Sizes in
 * pixels of a card 1,200 wide; its height follows the texts.
 */
import type { ComparedAnswer, Comparison } from './comparison.ts';
import { verdictLine } from './comparison.ts';
import { limitLines, textDirection, wrapLines } from './writing.ts';

export type CardColour = 'paper' | 'card' | 'ink' | 'muted' | 'line' | 'plain' | 'steer' | 'pass' | 'fail';
export type CardFont = 'name' | 'prompt' | 'small' | 'title' | 'text' | 'verdict';

export type CardPart =
  | {
      kind: 'box';
      x: number;
      y: number;
      width: number;
      height: number;
      radius: number;
      fill: CardColour;
      stroke?: CardColour;
    }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      font: CardFont;
      colour: CardColour;
      direction: 'ltr' | 'rtl';
      width: number;
    };

export interface Card {
  width: number;
  height: number;
  parts: readonly CardPart[];
}

/** Size in pixels, line height, and the font as a canvas takes it. */
export const CARD_FONTS: Record<CardFont, { line: number; font: string }> = {
  name: { line: 28, font: '700 22px system-ui, sans-serif' },
  prompt: { line: 40, font: '600 30px system-ui, sans-serif' },
  small: { line: 26, font: '400 18px system-ui, sans-serif' },
  title: { line: 30, font: '700 22px system-ui, sans-serif' },
  text: { line: 34, font: '400 22px Georgia, serif' },
  verdict: { line: 28, font: '700 20px system-ui, sans-serif' },
};

const WIDTH = 1200;
const EDGE = 48;
const GAP = 24;
const INSET = 24;
/** Lines of an answer; a picture is looked at, not read to the end */
const MAX_LINES = 18;
const MAX_PROMPT_LINES = 4;
const RADIUS = 18;

/** @param measure width of a text in one of the fonts */
export function layOutCard(comparison: Comparison, measure: (text: string, font: CardFont) => number): Card {
  const parts: CardPart[] = [];
  let y = EDGE;

  /** Lines of text from `x`, right-aligned where they run that way. @returns the y below them */
  function write(
    text: string,
    at: { x: number; y: number; width: number },
    look: { font: CardFont; colour: CardColour; most: number },
  ): number {
    const { font, colour, most } = look;
    const lines = limitLines(
      wrapLines(text, at.width, (piece) => measure(piece, font)),
      most,
    );
    const direction = textDirection(text);
    lines.forEach((line, i) => {
      const top = at.y + i * CARD_FONTS[font].line;
      const x = direction === 'rtl' ? at.x + at.width : at.x;
      parts.push({ kind: 'text', x, y: top, text: line, font, colour, direction, width: at.width });
    });
    return at.y + lines.length * CARD_FONTS[font].line;
  }

  const whole = { x: EDGE, width: WIDTH - 2 * EDGE };
  y = write('Tiller', { ...whole, y }, { font: 'name', colour: 'steer', most: 1 }) + 8;
  y =
    write(comparison.prompt, { ...whole, y }, { font: 'prompt', colour: 'ink', most: MAX_PROMPT_LINES }) + 8;
  for (const line of [
    comparison.steering.join('; '),
    [comparison.model, comparison.decoding].filter((part) => part !== '').join(' · '),
  ]) {
    if (line !== '') y = write(line, { ...whole, y }, { font: 'small', colour: 'muted', most: 2 });
  }
  y += GAP;

  const width = (whole.width - GAP) / 2;
  for (let first = 0; first < comparison.answers.length; first += 2) {
    const row = comparison.answers.slice(first, first + 2);
    const top = y;
    const bottoms = row.map((answer, column) => {
      // Drawn first, sized last: the row's cards are as high as its longest.
      const x = EDGE + column * (width + GAP);
      const begin = parts.length;
      const bottom = writeAnswer(answer, { x: x + INSET, y: top + INSET, width: width - 2 * INSET }, write);
      return { x, begin, bottom: bottom + INSET, colour: answer.kind };
    });
    const height = Math.max(...bottoms.map(({ bottom }) => bottom)) - top;
    for (const { x, begin, colour } of bottoms.toReversed()) {
      parts.splice(
        begin,
        0,
        { kind: 'box', x, y: top, width, height, radius: RADIUS, fill: 'card', stroke: 'line' },
        { kind: 'box', x: x + RADIUS, y: top, width: width - 2 * RADIUS, height: 5, radius: 2, fill: colour },
      );
    }
    y = top + height + GAP;
  }
  return { width: WIDTH, height: Math.ceil(y - GAP + EDGE), parts };
}

function writeAnswer(
  answer: ComparedAnswer,
  at: { x: number; y: number; width: number },
  write: (
    text: string,
    at: { x: number; y: number; width: number },
    look: { font: CardFont; colour: CardColour; most: number },
  ) => number,
): number {
  let y = write(answer.title, at, { font: 'title', colour: answer.kind, most: 1 }) + 10;
  y = write(answer.text, { ...at, y }, { font: 'text', colour: 'ink', most: MAX_LINES }) + 12;
  const word = /^(pass|fail)\b/.exec(answer.verdict)?.[0];
  const colour: CardColour = word === 'pass' || word === 'fail' ? word : 'muted';
  if (answer.verdict !== '')
    y = write(verdictLine(answer), { ...at, y }, { font: 'verdict', colour, most: 2 });
  return answer.numbers === ''
    ? y
    : write(answer.numbers, { ...at, y }, { font: 'small', colour: 'muted', most: 1 });
}
