/** Lesson 4. */
import type { Lesson } from '../lesson.ts';
import { factsOf, type InstructionFacts } from '../record.ts';
import { fellApart, REPLICATION, times } from './words.ts';

type Trial = InstructionFacts['strengths'][number];

function trialAt({ strengths }: InstructionFacts, strength: number): Trial {
  const trial = strengths.find((each) => each.strength === strength);
  if (!trial) throw new Error(`the replication did not try French at strength ${strength}`);
  return trial;
}

const WEAK = 0.7;
const ratio = (value: number): string => `${value.toFixed(1)} times`;

export const strengthLesson: Lesson = {
  id: 'strength',
  title: 'How strong, and what breaks',
  summary: 'Too little does nothing, too much breaks the text, and even the right amount has a price.',
  before: () => [
    'How far a state lies along the direction is one number, its [[projection]]. Prompts without the instruction have some mean projection, prompts with it a higher one. In this app [[strength]] is measured between the two: 0 is where plain prompts lie, 1 is where instructed prompts lie.',
    'Strength 1 with [[setProjection|set projection]] means: whatever the prompt, move every token’s state to where it would lie if the instruction had been given. Half the strength is half the way. And nothing keeps us from going further than the instruction itself would.',
  ],
  prediction(record) {
    const french = factsOf(record, 'french');
    const full = trialAt(french, 1);
    return {
      kind: 'number',
      question: `At strength 1, ${full.sound} of ${full.answers} answers are in French and hold together. How many are at strength ${WEAK}?`,
      name: `In French at strength ${WEAK}`,
      min: 0,
      max: full.answers,
      step: 1,
      unit: ` of ${full.answers}`,
    };
  },
  reveal(record) {
    const french = factsOf(record, 'french');
    const weak = trialAt(french, WEAK);
    return {
      answer: weak.sound,
      words: `${weak.sound} of ${weak.answers}. ${Math.round(100 * WEAK)} % of the way does not give ${Math.round(100 * WEAK)} % of the answers.`,
      table: {
        name: `French at layer ${french.setting.layer}, by strength`,
        source: REPLICATION,
        head: ['Strength', 'In French and whole'],
        rows: french.strengths.map(({ strength, sound, answers, degenerate }) => [
          String(strength),
          `${sound} of ${answers}${fellApart(degenerate)}`,
        ]),
      },
    };
  },
  after(record) {
    const french = factsOf(record, 'french');
    const commas = factsOf(record, 'no-commas');
    return [
      'The push is smooth, but what comes out is a choice between tokens, and the most probable one wins. As long as the English word stays ahead by a hair, nothing changes; then everything does, because each French word makes the next one likelier.',
      'Go on pushing and the direction drowns out everything else in the stream: the text loses its subject, mixes scripts, repeats itself. The app calls such an answer [[degenerate]] and counts it as failed, whatever language it is in.',
      `Even the right strength is not free. The plain model finds the steered answers ${ratio(french.perplexityRatio)} less likely than its own ([[perplexity]], ${times(french.perplexityRatio)}). Not all of that is damage: asked for French in words it is ${times(french.wordsPerplexityRatio)}, because French is rarer for it than English. With no commas the price is ${times(commas.perplexityRatio)}, which should make us suspicious. The next lesson looks into that.`,
    ];
  },
  live: 'Writes the same answer without steering and at five strengths, up to three times as far as instructed prompts, and reads each back with the plain model.',
  sources: ['stolfo', 'turner', 'results'],
};
