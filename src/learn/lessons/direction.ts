/** Lesson 2: two directions from different pairs, and how alike they are. */
import { decimal } from '../../text/numbers.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { curvesOf, factsOf, type LessonRecord } from '../record.ts';
import { instructionTable } from './table.ts';

/** Cosine of the two directions at the layer where French is steered: from one pair each, and from several. */
function agreement(record: LessonRecord): { layer: number; one: number; several: number; pairs: number } {
  const { layer } = factsOf(record, 'french').setting;
  const [one, several] = curvesOf(record, 'direction').lines;
  return { layer, one: one!.values[layer]!, several: several!.values[layer]!, pairs: several!.value };
}

export function directionLesson(prose: Prose): Lesson {
  const { direction: words } = prose.lessons;
  return {
    id: 'direction',
    title: words.title,
    summary: words.summary,
    before: words.before,
    prediction: (record) => ({
      kind: 'number',
      question: words.question(agreement(record)),
      name: words.name,
      min: 0,
      max: 1,
      step: 0.05,
      unit: '',
    }),
    reveal(record) {
      const { one, several, pairs, layer } = agreement(record);
      return {
        answer: several,
        words: words.reveal({ several: decimal(several, 2), pairs, one: decimal(one, 2), layer }),
        table: instructionTable(record, prose, words.table.name, [
          [prose.tables.layer, ({ setting }) => String(setting.layer)],
          [words.table.pairs, ({ pairs: count }) => String(count)],
          [words.table.pairConsistency, ({ pairConsistency }) => decimal(pairConsistency, 2)],
        ]),
      };
    },
    after(record) {
      const { hiddenSize } = record.facts;
      const { pairs } = factsOf(record, 'french');
      return words.after({ hiddenSize, chance: decimal(1 / Math.sqrt(hiddenSize), 2), pairs });
    },
    live: words.live,
    sources: ['stolfo', 'rimsky'],
  };
}
