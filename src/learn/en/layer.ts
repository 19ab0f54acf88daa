/** Lesson 3. */
export type DepthPart = 'early' | 'middle' | 'late';

export const layer = {
  title: 'Which layer?',
  summary: 'The same instruction has a direction at every layer, and most of them do not work.',
  before: ({ numLayers }: { numLayers: number }) => [
    `There is a direction for French at each of the ${numLayers} layers, and each is clear. At which one should we steer? The state at the last token can be told apart, with the instruction and without, almost everywhere. Where something can be read is not always where it can be written.`,
    'The paper’s answer is to try. From one fifth of the depth up, every second layer steers a few [[validation prompts]], and a [[checker]] counts the answers that follow the instruction. An answer that falls apart counts against its layer. If no layer does better than no steering, the search says so and picks none.',
    'Think of what blocks may be busy with. Early ones put words together into meanings. Late ones choose the next word.',
  ],
  question: 'Steering toward French: at which layers do most answers come out in French?',
  option: { early: 'early', middle: 'middle', late: 'late' } satisfies Record<DepthPart, string>,
  layersFromTo: ({ part, from, to }: { part: string; from: number; to: number }) =>
    `${part}: layers ${from} to ${to}`,
  everywhere: 'about equally at all of them',
  /** in the sentence of `reveal` */
  partsInText: { early: 'early', middle: 'middle', late: 'late' } satisfies Record<DepthPart, string>,
  reveal: (values: {
    passed: number;
    total: number;
    part: string;
    layer: number;
    best: number;
    prompts: number;
  }) =>
    `Of all French answers in the search, ${values.passed} of ${values.total} came from the ${values.part} layers. Layer ${values.layer} is the best: ${values.best} of ${values.prompts}.`,
  table: {
    name: ({ prompts }: { prompts: number }) =>
      `Answers that follow the instruction, of ${prompts}, by layer`,
    none: 'none',
    notTried: 'not tried',
  },
  after: ({ commasLayer, prompts }: { commasLayer: number; prompts: number }) => [
    'Languages are steered late in this model, close to where words are chosen. An early push toward French is there to be read, but the blocks after it make something else of it.',
    `There is no rule for all instructions. Leaving out commas does best at layer ${commasLayer}, and for short answers no layer stands out from no steering at all. Differences of one or two answers out of ${prompts} are noise; the search on the Evaluate page draws intervals for that reason.`,
    'The prompts that choose a layer must not be the ones that count how well it works: among many layers some look good by luck. So there are three sets of prompts: to build, to choose, and to test.',
  ],
  live: 'Steers one question toward French at five layers at once, from early to late.',
};
