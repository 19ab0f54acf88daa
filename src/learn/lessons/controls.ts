/** Lesson 5. */
import type { Lesson } from '../lesson.ts';
import { factsOf } from '../record.ts';
import { instructionTable, probability, times } from './words.ts';

export const controlsLesson: Lesson = {
  id: 'controls',
  title: 'Why controls matter',
  summary: 'A gain that a random or opposite vector reaches as well is no gain of the vector.',
  before(record) {
    const commas = factsOf(record, 'no-commas');
    return [
      `Here is a result one would like to publish. Steered with the vector for “${commas.title}”, ${commas.steered} of ${commas.testPrompts} answers hold no comma; unsteered ${commas.plain} do. It looks as if the vector knew what a comma is.`,
      'But any push disturbs a model, and a disturbed model may write shorter sentences, lists, or nonsense, all of them with fewer commas. To tell the two apart one needs a [[control vector|control]]: a push of the same size at the same layer that does not carry the instruction. Two are easy to make: a random direction, and the vector [[flipped]], pointing away from the instruction.',
    ];
  },
  prediction(record) {
    const commas = factsOf(record, 'no-commas');
    return {
      kind: 'number',
      question: `Flipped, the vector should bring commas back. Of ${commas.testPrompts} answers under the flipped vector, how many hold no comma?`,
      name: 'Without a comma, flipped',
      min: 0,
      max: commas.testPrompts,
      step: 1,
      unit: ` of ${commas.testPrompts}`,
    };
  },
  reveal(record) {
    const commas = factsOf(record, 'no-commas');
    return {
      answer: commas.flipped,
      words: `${commas.flipped} of ${commas.testPrompts} under the flipped vector, ${commas.steered} under the vector itself, ${commas.random} under a random one, ${commas.plain} without any.`,
      table: instructionTable(record, `Answers that follow the instruction, of ${commas.testPrompts}`, [
        ['Plain', ({ plain }) => String(plain)],
        ['Steered', ({ steered }) => String(steered)],
        ['Random', ({ random }) => String(random)],
        ['Flipped', ({ flipped }) => String(flipped)],
        ['p, steered against plain', ({ pValue }) => probability(pValue)],
        ['Perplexity', ({ perplexityRatio }) => times(perplexityRatio)],
      ]),
    };
  },
  after(record) {
    const commas = factsOf(record, 'no-commas');
    const french = factsOf(record, 'french');
    const isExposed = commas.flipped >= commas.steered;
    return [
      isExposed
        ? 'Pushing either way takes the commas out, so the vector is not about commas: along this line, whichever way, text gets plainer and stranger. The random push changes nothing, so the line itself is not any line. The instruction is not what it stands for.'
        : 'The flipped vector does less than the vector itself, so some of the gain belongs to the direction. What the flipped one gains as well does not.',
      `The other numbers had warned us: a price of ${times(commas.perplexityRatio)} in [[perplexity]], and a gain that [[McNemar's test]] gives p = ${probability(commas.pValue)}, no certainty with ${commas.testPrompts} prompts. Compare French: ${french.steered} steered, ${french.random} random, ${french.flipped} flipped. There it is the direction that speaks French, and nothing else.`,
      'The habit to take home: no gain without its controls, its cost, and the number of prompts. The Vectors page draws the controls beside each vector, and the Evaluate page counts both.',
    ];
  },
  live: 'Writes the same answer four times: unsteered, with the vector for no commas, with it flipped, and with a random one.',
  sources: ['results', 'mcnemar', 'zhou'],
};
