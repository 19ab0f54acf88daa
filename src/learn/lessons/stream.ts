/** Lesson 1. */
import type { Lesson } from '../lesson.ts';
import { curvesOf, type LessonRecord } from '../record.ts';
import { percent, RECORDED } from './words.ts';

/** The earlier of the two pushes: its layer, and what is left of it in the last one. */
function push(record: LessonRecord): { layer: number; values: readonly number[]; left: number } {
  const { values } = curvesOf(record, 'stream').lines[0]!;
  const layer = values.findIndex((value) => value > 0);
  return { layer, values, left: values.at(-1)! };
}

export const streamLesson: Lesson = {
  id: 'stream',
  title: 'What is a residual stream?',
  summary: 'One list of numbers for every token, which all blocks read and add to.',
  before: ({ facts }) => [
    `A language model reads text as [[token|tokens]]: words and pieces of words. For every token it keeps one list of numbers, ${facts.hiddenSize} of them in ${facts.model}. This list, on its way through the model, is the [[residual stream]].`,
    `The model is a stack of [[layer|blocks]], ${facts.numLayers} here. Each block reads the stream, works something out, and adds its result. Nothing is overwritten: what an early block wrote is still there, mixed with everything else, when the last block reads. At the end the list of the last token is turned into a probability for every possible next token.`,
    'A stream that is only ever added to can be added to by us. That is the whole trick of [[steering]], so it is worth knowing what becomes of an addition.',
  ],
  prediction(record) {
    const { layer } = push(record);
    return {
      kind: 'number',
      question: `At layer ${layer} we add a random push, half as long as the state itself: the state is moved by 50 % of its length. ${record.facts.numLayers - 1 - layer} blocks later, at the last layer, by how much of its length is it still moved?`,
      name: 'Moved at the last layer',
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
      words: `At layer ${last} the state is moved by ${percent(left)} of its length, and in every layer before ${layer} by exactly nothing.`,
      table: {
        name: 'How far the push moves the state',
        source: RECORDED,
        head: ['Layer', 'Moved by'],
        rows: [
          layer - 1,
          layer,
          ...[1, 2, 3].map((part) => layer + Math.round(((last - layer) * part) / 3)),
        ].map((each) => [String(each), percent(values[each]!)]),
      },
    };
  },
  after: (record) => [
    `Information runs one way, so the layers before the push cannot know of it. After it the push neither dies away nor explodes: the blocks add to the stream and do not tidy it up. One addition at one layer is felt all the way to the last.`,
    `It does not stay the same arrow, though. Later blocks read the moved state and add other things than they would have added. What a push leads to therefore depends on the layer at which it is given, which is the subject of lesson 3. In this app, “[[resid_post|layer ${push(record).layer}]]” always means the stream right after block ${push(record).layer}, counted from 0.`,
  ],
  live: 'Reads one question three times: as it is, pushed after a third of the blocks, and pushed after two thirds.',
  sources: ['elhage'],
};
