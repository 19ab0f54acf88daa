/** Lesson 4. */
export const strength = {
  title: 'How strong, and what breaks',
  summary: 'Too little does nothing, too much breaks the text, and even the right amount has a price.',
  before: () => [
    'How far a state lies along the direction is one number, its [[projection]]. Prompts without the instruction have some mean projection, prompts with it a higher one. In this app [[strength]] is measured between the two: 0 is where plain prompts lie, 1 is where instructed prompts lie.',
    'Strength 1 with [[setProjection|set projection]] means: whatever the prompt, move every token’s state to where it would lie if the instruction had been given. Half the strength is half the way. And nothing keeps us from going further than the instruction itself would.',
  ],
  question: ({ sound, answers, weak }: { sound: number; answers: number; weak: string }) =>
    `At strength 1, ${sound} of ${answers} answers are in French and hold together. How many are at strength ${weak}?`,
  name: ({ weak }: { weak: string }) => `In French at strength ${weak}`,
  reveal: ({ sound, answers, share }: { sound: number; answers: number; share: string }) =>
    `${sound} of ${answers}. ${share} of the way does not give ${share} of the answers.`,
  table: {
    name: ({ layer }: { layer: number }) => `French at layer ${layer}, by strength`,
    strength: 'Strength',
    sound: 'In French and whole',
  },
  after: (values: { ratio: string; wordsRatio: string; commasRatio: string }) => [
    'The push is smooth, but what comes out is a choice between tokens, and the most probable one wins. As long as the English word stays ahead by a hair, nothing changes; then everything does, because each French word makes the next one likelier.',
    'Go on pushing and the direction drowns out everything else in the stream: the text loses its subject, mixes scripts, repeats itself. The app calls such an answer [[degenerate]] and counts it as failed, whatever language it is in.',
    `Even the right strength is not free. The plain model finds the steered answers ${values.ratio} times less likely than its own ([[perplexity]], × ${values.ratio}). Not all of that is damage: asked for French in words it is × ${values.wordsRatio}, because French is rarer for it than English. With no commas the price is × ${values.commasRatio}, which should make us suspicious. The next lesson looks into that.`,
  ],
  live: 'Writes the same answer without steering and at five strengths, up to three times as far as instructed prompts, and reads each back with the plain model.',
};
