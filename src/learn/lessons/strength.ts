/** Lesson 4: what each strength gives, and what the right one costs. */
import { asWritten, decimal, percent } from '../../text/numbers.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { factsOf, type InstructionFacts } from '../record.ts';

type Trial = InstructionFacts['strengths'][number];

function trialAt({ strengths }: InstructionFacts, strength: number): Trial {
  const trial = strengths.find((each) => each.strength === strength);
  if (!trial) throw new Error(`the replication did not try French at strength ${strength}`);
  return trial;
}

const WEAK = 0.7;

export function strengthLesson({ lessons: { strength: words }, tables }: Prose): Lesson {
  const weak = asWritten(WEAK);
  return {
    id: 'strength',
    title: words.title,
    summary: words.summary,
    before: words.before,
    prediction(record) {
      const { sound, answers } = trialAt(factsOf(record, 'french'), 1);
      return {
        kind: 'number',
        question: words.question({ sound, answers, weak }),
        name: words.name({ weak }),
        min: 0,
        max: answers,
        step: 1,
        unit: tables.of({ total: answers }),
      };
    },
    reveal(record) {
      const { strengths, setting } = factsOf(record, 'french');
      const trial = trialAt(factsOf(record, 'french'), WEAK);
      return {
        answer: trial.sound,
        words: words.reveal({ ...trial, share: percent(WEAK) }),
        table: {
          name: words.table.name(setting),
          source: `${tables.replication} ${tables.noCost}`,
          head: [words.table.strength, words.table.sound],
          rows: strengths.map(({ strength, sound, answers, degenerate }) => [
            asWritten(strength),
            `${sound}${tables.of({ total: answers })}${degenerate > 0 ? tables.fellApart({ count: degenerate }) : ''}`,
          ]),
        },
      };
    },
    after(record) {
      const french = factsOf(record, 'french');
      return words.after({
        ratio: decimal(french.perplexityRatio, 1),
        wordsRatio: decimal(french.wordsPerplexityRatio, 1),
        commasRatio: decimal(factsOf(record, 'no-commas').perplexityRatio, 1),
      });
    },
    live: words.live,
    sources: ['stolfo', 'turner', 'results'],
  };
}
