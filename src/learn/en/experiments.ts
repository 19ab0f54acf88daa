/** The words of the live experiments: what is being done, what each answer is, and what the curves show. */
export const experiments = {
  steps: {
    reading: 'Reads the prompt',
    pushing: ({ layer }: { layer: number }) => `Reads it again, pushed at layer ${layer}`,
    readingPairs: 'Reads the questions, with and without the instruction',
    writing: 'Writes the answers',
    readingBack: 'Reads them back with the plain model',
    fitting: ({ title }: { title: string }) => `Makes a vector for “${title}”`,
  },
  answers: {
    plain: 'not steered',
    layer: ({ value }: { value: string }) => `layer ${value}`,
    strength: ({ value }: { value: string }) => `strength ${value}`,
    vector: 'the vector',
    flipped: 'flipped',
    random: 'random',
    asked: 'asked in words',
    steered: 'steered',
    askedAndSteered: 'asked and steered',
    withFrench: 'steered, French as well',
    seaPlain: 'trip to the sea, not steered',
    seaAway: 'trip to the sea, steered away',
  },
  curves: {
    stream: {
      title: 'How far a push moves the last token’s state',
      meaning:
        'In percent of the state’s own length, layer by layer. The push is random and half as long as the state.',
      line: ({ value }: { value: number }) => `pushed at layer ${value}`,
    },
    direction: {
      title: 'How alike two directions are',
      meaning:
        'Cosine between two directions for French, made from different questions: 1 is the same direction.',
      line: ({ value }: { value: number }) => (value === 1 ? 'from 1 pair each' : `from ${value} pairs each`),
    },
  },
};
