/** How the lines of a chart look, in the chart and in its legend: told apart by dashes as well as by colour. */
import type { LineRole } from '../../state/vectors/charts.ts';

interface LineStyle {
  colour: string;
  width: number;
  /** SVG dash array; empty: a solid line */
  dash: string;
}

export const LINE_STYLES: Record<LineRole, LineStyle> = {
  vector: { colour: 'var(--steer)', width: 2.2, dash: '' },
  plain: { colour: 'var(--plain)', width: 2.2, dash: '' },
  random: { colour: 'var(--muted)', width: 1.6, dash: '2 3' },
  flipped: { colour: 'var(--fail)', width: 1.6, dash: '8 4' },
  shuffled: { colour: 'var(--focus)', width: 1.6, dash: '8 3 2 3' },
};
