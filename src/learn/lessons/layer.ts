/** Lesson 3. */
import type { Lesson } from '../lesson.ts';
import { factsOf, type LessonRecord } from '../record.ts';
import { REPLICATION } from './words.ts';

type LayerScore = { layer: number; passed: number };

/** The searched layers in three equal parts, from early to late. */
function parts(record: LessonRecord): { id: string; name: string; layers: LayerScore[] }[] {
  const { layers } = factsOf(record, 'french');
  const size = Math.ceil(layers.length / 3);
  return ['early', 'middle', 'late'].map((id, index) => {
    const part = layers.slice(index * size, (index + 1) * size);
    const name = `${id}: layers ${part[0]?.layer} to ${part.at(-1)?.layer}`;
    return { id, name, layers: part };
  });
}

const total = (layers: readonly LayerScore[]): number => layers.reduce((sum, { passed }) => sum + passed, 0);

export const layerLesson: Lesson = {
  id: 'layer',
  title: 'Which layer?',
  summary: 'The same instruction has a direction at every layer, and most of them do not work.',
  before: (record) => [
    `There is a direction for French at each of the ${record.facts.numLayers} layers, and each is clear. At which one should we steer? The state at the last token can be told apart, with the instruction and without, almost everywhere. Where something can be read is not always where it can be written.`,
    `The paper’s answer is to try. From one fifth of the depth up, every second layer steers a few [[validation prompts]], and a [[checker]] counts the answers that follow the instruction. An answer that falls apart counts against its layer. If no layer does better than no steering, the search says so and picks none.`,
    'Think of what blocks may be busy with. Early ones put words together into meanings. Late ones choose the next word.',
  ],
  prediction: (record) => ({
    kind: 'choice',
    question: 'Steering toward French: at which layers do most answers come out in French?',
    options: [
      ...parts(record).map(({ id, name }) => ({ id, text: name })),
      { id: 'all', text: 'about equally at all of them' },
    ],
  }),
  reveal(record) {
    const { layers, validationPrompts, setting } = factsOf(record, 'french');
    const counted = parts(record).map((part) => ({ ...part, passed: total(part.layers) }));
    const best = counted.toSorted((a, b) => b.passed - a.passed)[0]!;
    const at = layers.find(({ layer }) => layer === setting.layer)!;
    const ids = ['french', 'german', 'highlights', 'no-commas', 'concise'].filter((id) =>
      record.facts.instructions.some((each) => each.id === id),
    );
    return {
      answer: best.id,
      words: `Of all French answers in the search, ${best.passed} of ${total(layers)} came from the ${best.id} layers. Layer ${setting.layer} is the best: ${at.passed} of ${validationPrompts}.`,
      table: {
        name: `Answers that follow the instruction, of ${validationPrompts}, by layer`,
        source: REPLICATION,
        head: ['Layer', ...ids.map((id) => factsOf(record, id).title)],
        rows: [
          ['none', ...ids.map((id) => String(factsOf(record, id).validationPlain))],
          ...layers.map(({ layer }) => [
            String(layer),
            ...ids.map((id) => {
              const score = factsOf(record, id).layers.find((each) => each.layer === layer);
              return score ? String(score.passed) : 'not tried';
            }),
          ]),
        ],
      },
    };
  },
  after: (record) => {
    const commas = factsOf(record, 'no-commas');
    return [
      'Languages are steered late in this model, close to where words are chosen. An early push toward French is there to be read, but the blocks after it make something else of it.',
      `There is no rule for all instructions. Leaving out commas does best at layer ${commas.setting.layer}, and for short answers no layer stands out from no steering at all. Differences of one or two answers out of ${commas.validationPrompts} are noise; the search on the Evaluate page draws intervals for that reason.`,
      'The prompts that choose a layer must not be the ones that count how well it works: among many layers some look good by luck. So there are three sets of prompts: to build, to choose, and to test.',
    ];
  },
  live: 'Steers one question toward French at five layers at once, from early to late.',
  sources: ['stolfo', 'results'],
};
