/** Lesson 1: an addition at one layer, and what is left of it at the last. */
import { percent } from '../../text/numbers.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { curvesOf, type LessonRecord } from '../record.ts';

/** The earlier of the two pushes: its layer, and what is left of it in the last one. */
function push(record: LessonRecord): { layer: number; values: readonly number[]; left: number } {
  const { values } = curvesOf(record, 'stream').lines[0]!;
  const layer = values.findIndex((value) => value > 0);
  return { layer, values, left: values.at(-1)! };
}

export function streamLesson({ lessons: { stream: words }, tables }: Prose): Lesson {
  return {
    id: 'stream',
    title: words.title,
    summary: words.summary,
    before: ({ facts }) => words.before(facts),
    prediction(record) {
      const { layer } = push(record);
      return {
        kind: 'number',
        question: words.question({ layer, blocksAfter: record.facts.numLayers - 1 - layer }),
        name: words.name,
        min: 0,
        max: 100,
        step: 5,
        unit: ' %',
      };
    },
    reveal(record) {
      const { layer, values, left } = push(record);
      const last = values.length - 1;
      return {
        answer: Math.round(left),
        words: words.reveal({ last, left: percent(left / 100), layer }),
        table: {
          name: words.table.name,
          source: tables.recorded,
          head: [tables.layer, words.table.moved],
          rows: [
            layer - 1,
            layer,
            ...[1, 2, 3].map((part) => layer + Math.round(((last - layer) * part) / 3)),
          ].map((each) => [String(each), percent(values[each]! / 100)]),
        },
      };
    },
    after: (record) => words.after(push(record)),
    live: words.live,
    sources: ['elhage'],
  };
}
