/** Lesson 3: which layers follow, early, middle or late. */
import type { DepthPart } from '../en/layer.ts';
import type { Lesson } from '../lesson.ts';
import type { Prose } from '../prose.ts';
import { factsOf, type LessonRecord } from '../record.ts';
import { titleOf } from '../titles.ts';

type LayerScore = { layer: number; passed: number };

const PARTS: readonly DepthPart[] = ['early', 'middle', 'late'];

/** The searched layers in three equal parts, from early to late. */
function parts(record: LessonRecord): { id: DepthPart; layers: LayerScore[] }[] {
  const { layers } = factsOf(record, 'french');
  const size = Math.ceil(layers.length / PARTS.length);
  return PARTS.map((id, index) => ({ id, layers: layers.slice(index * size, (index + 1) * size) }));
}

const total = (layers: readonly LayerScore[]): number => layers.reduce((sum, { passed }) => sum + passed, 0);

export function layerLesson({ lessons: { layer: words }, tables }: Prose): Lesson {
  return {
    id: 'layer',
    title: words.title,
    summary: words.summary,
    before: ({ facts }) => words.before(facts),
    prediction: (record) => ({
      kind: 'choice',
      question: words.question,
      options: [
        ...parts(record).map(({ id, layers }) => ({
          id,
          text: words.layersFromTo({
            part: words.option[id],
            from: layers[0]!.layer,
            to: layers.at(-1)!.layer,
          }),
        })),
        { id: 'all', text: words.everywhere },
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
        words: words.reveal({
          passed: best.passed,
          total: total(layers),
          part: words.partsInText[best.id],
          layer: setting.layer,
          best: at.passed,
          prompts: validationPrompts,
        }),
        table: {
          name: words.table.name({ prompts: validationPrompts }),
          source: `${tables.replication} ${tables.noCost}`,
          head: [tables.layer, ...ids.map((id) => titleOf(factsOf(record, id)))],
          rows: [
            [words.table.none, ...ids.map((id) => String(factsOf(record, id).validationPlain))],
            ...layers.map(({ layer }) => [
              String(layer),
              ...ids.map((id) => {
                const score = factsOf(record, id).layers.find((each) => each.layer === layer);
                return score ? String(score.passed) : words.table.notTried;
              }),
            ]),
          ],
        },
      };
    },
    after(record) {
      const { setting, validationPrompts } = factsOf(record, 'no-commas');
      return words.after({ commasLayer: setting.layer, prompts: validationPrompts });
    },
    live: words.live,
    sources: ['stolfo', 'results'],
  };
}
