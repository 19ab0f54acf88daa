/** Lesson 5. */
export const controls = {
  title: 'Why controls matter',
  summary: 'A gain that a random or opposite vector reaches as well is no gain of the vector.',
  before: (values: { title: string; steered: number; prompts: number; plain: number }) => [
    `Here is a result one would like to publish. Steered with the vector for “${values.title}”, ${values.steered} of ${values.prompts} answers hold no comma; unsteered ${values.plain} do. It looks as if the vector knew what a comma is.`,
    'But any push disturbs a model, and a disturbed model may write shorter sentences, lists, or nonsense, all of them with fewer commas. To tell the two apart one needs a [[control vector|control]]: a push of the same size at the same layer that does not carry the instruction. Two are easy to make: a random direction, and the vector [[flipped]], pointing away from the instruction.',
  ],
  question: ({ prompts }: { prompts: number }) =>
    `Flipped, the vector should bring commas back. Of ${prompts} answers under the flipped vector, how many hold no comma?`,
  name: 'Without a comma, flipped',
  reveal: (values: { flipped: number; prompts: number; steered: number; random: number; plain: number }) =>
    `${values.flipped} of ${values.prompts} under the flipped vector, ${values.steered} under the vector itself, ${values.random} under a random one, ${values.plain} without any.`,
  pValue: 'p, steered against plain',
  /** where the flipped vector does as much as the vector */
  exposed:
    'Pushing either way takes the commas out, so the vector is not about commas: along this line, whichever way, text gets plainer and stranger. The random push changes nothing, so the line itself is not any line. The instruction is not what it stands for.',
  notExposed:
    'The flipped vector does less than the vector itself, so some of the gain belongs to the direction. What the flipped one gains as well does not.',
  warned: (values: {
    ratio: string;
    p: string;
    prompts: number;
    steered: number;
    random: number;
    flipped: number;
  }) =>
    `The other numbers had warned us: a price of × ${values.ratio} in [[perplexity]], and a gain that [[McNemar's test]] gives p = ${values.p}, no certainty with ${values.prompts} prompts. Compare French: ${values.steered} steered, ${values.random} random, ${values.flipped} flipped. There it is the direction that speaks French, and nothing else.`,
  habit:
    'The habit to take home: no gain without its controls, its cost, and the number of prompts. The Vectors page draws the controls beside each vector, and the Evaluate page counts both.',
  live: 'Writes the same answer four times: unsteered, with the vector for no commas, with it flipped, and with a random one.',
};
