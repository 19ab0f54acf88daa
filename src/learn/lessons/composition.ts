/** Lesson 6. */
import type { Lesson } from '../lesson.ts';
import { factsOf } from '../record.ts';
import { instructionTable } from './words.ts';

export const compositionLesson: Lesson = {
  id: 'composition',
  title: 'Composing and excluding',
  summary: 'Steering adds to words, to other vectors, and can point away from something.',
  before(record) {
    const ocean = factsOf(record, 'keyword-ocean');
    return [
      'Steering is an addition, so it can be added to other things: to an instruction in words, or to a second vector, at another layer or at the same one. A vector with a negative [[strength]] points away from its instruction, which is how something can be excluded that one would otherwise have to name.',
      `Take a weak case. The vector for “${ocean.title}” on its own brings the word into ${ocean.steered} of ${ocean.testPrompts} answers; without it ${ocean.plain} have it. Asked in words, “Use the word ocean in your answer”, ${ocean.words} have it. This model often forgets what it was asked.`,
    ];
  },
  prediction(record) {
    const ocean = factsOf(record, 'keyword-ocean');
    return {
      kind: 'number',
      question: `Asked in words ${ocean.words} of ${ocean.testPrompts} answers mention the ocean, steered ${ocean.steered}. Asked in words and steered at once, how many do?`,
      name: 'Words and steering',
      min: 0,
      max: ocean.testPrompts,
      step: 1,
      unit: ` of ${ocean.testPrompts}`,
    };
  },
  reveal(record) {
    const ocean = factsOf(record, 'keyword-ocean');
    const sum = ocean.words + ocean.steered - ocean.plain;
    return {
      answer: ocean.wordsSteered,
      words: `${ocean.wordsSteered} of ${ocean.testPrompts}${
        ocean.wordsSteered > sum ? `, more than the ${sum} that both gains would add up to` : ''
      }.`,
      table: instructionTable(record, `Answers that follow the instruction, of ${ocean.testPrompts}`, [
        ['Plain', ({ plain }) => String(plain)],
        ['Steered', ({ steered }) => String(steered)],
        ['Words', ({ words }) => String(words)],
        ['Both', ({ wordsSteered }) => String(wordsSteered)],
      ]),
    };
  },
  after(record) {
    const { composition } = record.facts;
    return [
      'A push that is too weak to start something can be enough to hold on to it. That is a use of steering in its own right: the words say what to do, and the vector keeps it from being forgotten.',
      composition
        ? `Two vectors together are harder. “${composition.titles[0]}” and “${composition.titles[1]}”: without steering ${composition.plainBoth} of ${composition.prompts} answers do both, and at the best of the strengths that were tried ${composition.bestBoth}. Each push moves the state that the other one was measured on, and the costs add up as well.`
        : 'Two vectors together are harder: each push moves the state that the other one was measured on, and the costs add up as well.',
      'Excluding works in the same way: the inclusion vector with a negative strength, or a vector of its own made from “do not mention …”. Compare both on the Evaluate page before you trust either: what is left out by pushing may take its neighbours along.',
    ];
  },
  live: 'Has a rainbow explained five ways: plain, with “ocean” asked in words, steered toward it, both, and steered toward the ocean and French at once. Then asks about a trip to the sea, plain and steered away from the ocean.',
  sources: ['stolfo', 'results'],
};
