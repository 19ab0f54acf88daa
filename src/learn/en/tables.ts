/** What the tables of the lessons have in common. */
export const tables = {
  replication: 'Replicated with npm run replicate; the whole of it is in results/results.md.',
  recorded: 'The experiment of this lesson, recorded on the embedded model with npm run record.',
  following: ({ prompts }: { prompts: number }) => `Answers that follow the instruction, of ${prompts}`,
  instruction: 'Instruction',
  layer: 'Layer',
  plain: 'Plain',
  steered: 'Steered',
  words: 'Words',
  both: 'Both',
  random: 'Random',
  flipped: 'Flipped',
  perplexity: 'Perplexity',
  /** as a head: of the steered answers against the plain ones */
  steeredPerplexity: 'Perplexity, steered',
  noCost: 'Of these prompts the cost in perplexity was not measured.',
  /** behind a number of answers, with its space */
  of: ({ total }: { total: number }) => ` of ${total}`,
  /** behind that, where some did */
  fellApart: ({ count }: { count: number }) => ` (${count} fell apart)`,
};
