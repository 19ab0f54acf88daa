/** Draws the picture card on a canvas: what stands where is decided by core. */
import {
  CARD_FONTS,
  type CardColour,
  type CardFont,
  type CardPart,
  layOutCard,
} from '../../core/share/card.ts';
import type { Comparison } from '../../core/share/comparison.ts';

/** The page's palette: a canvas knows no `light-dark()`, and a picture has one theme whatever the page has. */
const COLOURS: Record<CardColour, readonly [light: string, dark: string]> = {
  paper: ['#faf9f6', '#15171b'],
  card: ['#ffffff', '#1d2026'],
  ink: ['#1b1d22', '#eceae4'],
  muted: ['#5f6570', '#9aa1ae'],
  line: ['#e4e1d9', '#30343c'],
  plain: ['#5b6b86', '#9db1d3'],
  steer: ['#be5417', '#f09a62'],
  pass: ['#1d7a4c', '#6fd3a0'],
  fail: ['#b3261e', '#ff9a92'],
};

export function drawCard(canvas: HTMLCanvasElement, comparison: Comparison, isDark: boolean): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const measure = (text: string, font: CardFont): number => {
    context.font = CARD_FONTS[font].font;
    return context.measureText(text).width;
  };
  const { width, height, parts } = layOutCard(comparison, measure);
  canvas.width = width;
  canvas.height = height;
  const colour = (name: CardColour): string => COLOURS[name][isDark ? 1 : 0];
  context.fillStyle = colour('paper');
  context.fillRect(0, 0, width, height);
  for (const part of parts) drawPart(context, part, colour);
}

function drawPart(
  context: CanvasRenderingContext2D,
  part: CardPart,
  colour: (name: CardColour) => string,
): void {
  if (part.kind === 'text') {
    const { font, line } = CARD_FONTS[part.font];
    context.font = font;
    context.fillStyle = colour(part.colour);
    context.direction = part.direction;
    context.textAlign = 'start';
    context.textBaseline = 'middle';
    context.fillText(part.text, part.x, part.y + line / 2);
    return;
  }
  const { x, y, width, height, radius, fill, stroke } = part;
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fillStyle = colour(fill);
  context.fill();
  if (!stroke) return;
  context.strokeStyle = colour(stroke);
  context.stroke();
}
