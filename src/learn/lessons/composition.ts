/** Lesson 6: steering beside words, beside another vector, and away from something. */
import { decimal } from '../../text/numbers.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { factsOf, type InstructionFacts, type LessonRecord } from '../record.ts';
import { titleNamed, titleOf } from '../titles.ts';
import { instructionTable } from './table.ts';

/** The counts with the ocean, as the words name them. */
function oceanOf(record: LessonRecord): InstructionFacts & { prompts: number; both: number } {
  const ocean = factsOf(record, 'keyword-ocean');
  return { ...ocean, title: titleOf(ocean), prompts: ocean.testPrompts, both: ocean.wordsSteered };
}

export function compositionLesson(prose: Prose): Lesson {
  const { tables } = prose;
  const { composition: words } = prose.lessons;
  return {
    id: 'composition',
    title: words.title,
    summary: words.summary,
    before: (record) => words.before(oceanOf(record)),
    prediction(record) {
      const ocean = oceanOf(record);
      return {
        kind: 'number',
        question: words.question(ocean),
        name: words.name,
        min: 0,
        max: ocean.prompts,
        step: 1,
        unit: tables.of({ total: ocean.prompts }),
      };
    },
    reveal(record) {
      const ocean = oceanOf(record);
      const sum = ocean.words + ocean.steered - ocean.plain;
      return {
        answer: ocean.both,
        words: ocean.both > sum ? words.revealMore({ ...ocean, sum }) : words.reveal(ocean),
        table: instructionTable(record, prose, tables.following(ocean), [
          [tables.plain, ({ plain }) => String(plain)],
          [tables.steered, ({ steered }) => String(steered)],
          [tables.steeredPerplexity, ({ perplexityRatio }) => `× ${decimal(perplexityRatio, 1)}`],
          [tables.words, (row) => String(row.words)],
          [tables.both, ({ wordsSteered }) => String(wordsSteered)],
        ]),
      };
    },
    after({ facts: { composition, instructions } }) {
      const two = composition
        ? words.twoMeasured({
            a: titleNamed(composition.titles[0], instructions),
            b: titleNamed(composition.titles[1], instructions),
            plain: composition.plainBoth,
            prompts: composition.prompts,
            best: composition.bestBoth,
          })
        : words.two;
      return [words.hold, two, words.excluding];
    },
    live: words.live,
    sources: ['stolfo', 'results'],
  };
}
