/** Lesson 1. */
export const stream = {
  title: 'What is a residual stream?',
  summary: 'One list of numbers for every token, which all blocks read and add to.',
  before: ({ hiddenSize, numLayers }: { hiddenSize: number; numLayers: number }) => [
    `A language model reads text as [[token|tokens]]: words and pieces of words. For every token it keeps one list of numbers, ${hiddenSize} of them in the embedded model. This list, on its way through the model, is the [[residual stream]].`,
    `The model is a stack of [[layer|blocks]], ${numLayers} here. Each block reads the stream, works something out, and adds its result. Nothing is overwritten: what an early block wrote is still there, mixed with everything else, when the last block reads. At the end the list of the last token is turned into a probability for every possible next token.`,
    'A stream that is only ever added to can be added to by us. That is the whole trick of [[steering]], so it is worth knowing what becomes of an addition.',
  ],
  question: ({ layer, blocksAfter }: { layer: number; blocksAfter: number }) =>
    `At layer ${layer} we add a random push, half as long as the state itself: the state is moved by 50 % of its length. ${blocksAfter} blocks later, at the last layer, by how much of its length is it still moved?`,
  name: 'Moved at the last layer',
  reveal: ({ last, left, layer }: { last: number; left: string; layer: number }) =>
    `At layer ${last} the state is moved by ${left} of its length, and in every layer before ${layer} by exactly nothing.`,
  table: { name: 'How far the push moves the state', moved: 'Moved by' },
  after: ({ layer }: { layer: number }) => [
    'Information runs one way, so the layers before the push cannot know of it. After it the push neither dies away nor explodes: the blocks add to the stream and do not tidy it up. One addition at one layer is felt all the way to the last.',
    `It does not stay the same arrow, though. Later blocks read the moved state and add other things than they would have added. What a push leads to therefore depends on the layer at which it is given, which is the subject of lesson 3. In this app, “[[resid_post|layer ${layer}]]” always means the stream right after block ${layer}, counted from 0.`,
  ],
  live: 'Reads one question three times: as it is, pushed after a third of the blocks, and pushed after two thirds.',
};
