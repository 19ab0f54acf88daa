/** Lesson 5: what the flipped and the random vector reach as well. */
import { decimal } from '../../text/numbers.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { factsOf, type InstructionFacts, type LessonRecord } from '../record.ts';
import { titleOf } from '../titles.ts';
import { instructionTable } from './table.ts';

/** The counts without commas, as the words name them. */
function commasOf(record: LessonRecord): InstructionFacts & { prompts: number } {
  const commas = factsOf(record, 'no-commas');
  return { ...commas, title: titleOf(commas), prompts: commas.testPrompts };
}

export function controlsLesson(prose: Prose): Lesson {
  const { tables } = prose;
  const { controls: words } = prose.lessons;
  return {
    id: 'controls',
    title: words.title,
    summary: words.summary,
    before: (record) => words.before(commasOf(record)),
    prediction(record) {
      const { prompts } = commasOf(record);
      return {
        kind: 'number',
        question: words.question({ prompts }),
        name: words.name,
        min: 0,
        max: prompts,
        step: 1,
        unit: tables.of({ total: prompts }),
      };
    },
    reveal(record) {
      const commas = commasOf(record);
      return {
        answer: commas.flipped,
        words: words.reveal(commas),
        table: instructionTable(record, prose, tables.following(commas), [
          [tables.plain, ({ plain }) => String(plain)],
          [tables.steered, ({ steered }) => String(steered)],
          [tables.random, ({ random }) => String(random)],
          [tables.flipped, ({ flipped }) => String(flipped)],
          [words.pValue, ({ pValue }) => probability(pValue)],
          [tables.perplexity, ({ perplexityRatio }) => `× ${decimal(perplexityRatio, 1)}`],
        ]),
      };
    },
    after(record) {
      const commas = commasOf(record);
      const { steered, random, flipped } = factsOf(record, 'french');
      return [
        commas.flipped >= commas.steered ? words.exposed : words.notExposed,
        words.warned({
          ratio: decimal(commas.perplexityRatio, 1),
          p: probability(commas.pValue),
          prompts: commas.prompts,
          steered,
          random,
          flipped,
        }),
        words.habit,
      ];
    },
    live: words.live,
    sources: ['results', 'mcnemar', 'zhou'],
  };
}

const probability = (p: number): string => (p < 0.001 ? `< ${decimal(0.001, 3)}` : decimal(p, 3));
