/** Lesson 6. */
export const composition = {
  title: 'Composing and excluding',
  summary: 'Steering adds to words, to other vectors, and can point away from something.',
  before: (values: { title: string; steered: number; prompts: number; plain: number; words: number }) => [
    'Steering is an addition, so it can be added to other things: to an instruction in words, or to a second vector, at another layer or at the same one. A vector with a negative [[strength]] points away from its instruction, which is how something can be excluded that one would otherwise have to name.',
    `Take a weak case. The vector for “${values.title}” on its own brings the word into ${values.steered} of ${values.prompts} answers; without it ${values.plain} have it. Asked in words, “Use the word ocean in your answer”, ${values.words} have it. This model often forgets what it was asked.`,
  ],
  question: ({ words, prompts, steered }: { words: number; prompts: number; steered: number }) =>
    `Asked in words ${words} of ${prompts} answers mention the ocean, steered ${steered}. Asked in words and steered at once, how many do?`,
  name: 'Words and steering',
  reveal: ({ both, prompts }: { both: number; prompts: number }) => `${both} of ${prompts}.`,
  /** where both together do more than their gains */
  revealMore: ({ both, prompts, sum }: { both: number; prompts: number; sum: number }) =>
    `${both} of ${prompts}, more than the ${sum} that both gains would add up to.`,
  hold: 'A push that is too weak to start something can be enough to hold on to it. That is a use of steering in its own right: the words say what to do, and the vector keeps it from being forgotten.',
  two: 'Two vectors together are harder: each push moves the state that the other one was measured on, and the costs add up as well.',
  twoMeasured: (values: { a: string; b: string; plain: number; prompts: number; best: number }) =>
    `Two vectors together are harder. “${values.a}” and “${values.b}”: without steering ${values.plain} of ${values.prompts} answers do both, and at the best of the strengths that were tried ${values.best}. Each push moves the state that the other one was measured on, and the costs add up as well.`,
  excluding:
    'Excluding works in the same way: the inclusion vector with a negative strength, or a vector of its own made from “do not mention …”. Compare both on the Evaluate page before you trust either: what is left out by pushing may take its neighbours along.',
  live: 'Has a rainbow explained five ways: plain, with “ocean” asked in words, steered toward it, both, and steered toward the ocean and French at once. Then asks about a trip to the sea, plain and steered away from the ocean.',
};
