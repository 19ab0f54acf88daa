/** Lesson 2. */
export const direction = {
  title: 'A direction from pairs',
  summary: 'An instruction becomes an arrow: the mean difference between prompts with it and without it.',
  before: () => [
    'Take a question and ask it twice: “Why do cats purr?” and “Why do cats purr? Answer in French.” In both cases look at the [[hidden state]] of the last token, just before the model begins to answer. The two lists of numbers differ. Some of the difference is about French. The rest is about cats, or about this one wording.',
    'Now do the same with many questions and several wordings, and take the mean of the differences. What belongs to single questions points this way and that and averages out; what they share remains. Scaled to length 1 it is a [[direction]]: the instruction as an arrow in the stream. Such a question with and without the instruction is a [[contrast pair]].',
    'How many pairs does that take? One way to find out is to make the direction twice, from pairs that have nothing in common but the instruction, and to measure the [[cosine]] between the two: 1 is the same direction, 0 is none of it.',
  ],
  question: ({ pairs, layer }: { pairs: number; layer: number }) =>
    `Two people make a direction for French, each from ${pairs} pairs of their own, with no question in common. What is the cosine between their directions at layer ${layer}?`,
  name: 'Cosine',
  reveal: ({ several, pairs, one, layer }: { several: string; pairs: number; one: string; layer: number }) =>
    `The cosine is ${several}: ${pairs} pairs each, and both found nearly the same arrow. From a single pair each it is ${one} at layer ${layer}.`,
  table: {
    name: 'How much the single pairs of the shipped vectors agree',
    pairs: 'Pairs',
    pairConsistency: 'Pair consistency',
  },
  after: ({ hiddenSize, chance, pairs }: { hiddenSize: number; chance: string; pairs: number }) => [
    `By chance this cannot happen. In ${hiddenSize} dimensions two random arrows are almost at right angles: their cosine is 0, give or take ${chance}. A handful of pairs is enough because the instruction changes the state in the same way each time.`,
    'The table shows how well single pairs agree with the mean of all of them, the [[pair consistency]]. A high number says that there is one clear arrow. It does not say that pushing along it makes the model obey: a clear direction can still be the wrong handle. That has to be tried, and the next lessons do.',
    `The shipped vectors use ${pairs} pairs. The method is the one of the paper: mean difference at the last token of the prompt. On the Vectors page you can see every pair, change it, and watch the curves.`,
  ],
  live: 'Reads a dozen questions with and without “Answer in French”, and makes four directions of them: two from one pair each, two from half of the pairs each.',
};
