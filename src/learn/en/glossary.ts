/** The words of the app and of its lessons, each in a sentence or three. Links as in the lessons. */
import type { GlossaryEntry } from '../glossary.ts';

export const glossary: readonly GlossaryEntry[] = [
  {
    term: 'ablate',
    text: 'An operator: takes the part along a [[direction]] out of a state, h − (h·u) u, so that its [[projection]] becomes 0.',
  },
  {
    term: 'add',
    text: 'An operator: adds a multiple of a [[direction]] to a state, h + c u. The number c is the [[coefficient]]. Used for length and keywords.',
  },
  {
    term: 'checker',
    text: 'A rule in code that says whether a text follows an instruction, such as “no commas” or “in French”. The app has the 25 rules of [[IFEval]]. A checker judges form, never truth.',
  },
  {
    term: 'coefficient',
    text: 'The number that multiplies the [[direction]] when it is [[add|added]]. Negative steers away. The app shows [[strength]] instead and the coefficient beside it.',
  },
  {
    term: 'contrast pair',
    text: 'A prompt with the instruction and the same prompt without it. The difference between their states is what a [[direction]] is made of.',
  },
  {
    term: 'control vector',
    text: 'A vector that should not do what the real one does: random, [[flipped]], or from shuffled pairs. A gain counts only as far as it goes beyond that of the controls. (Elsewhere the word means any steering vector.)',
  },
  {
    term: 'cosine',
    text: 'How far two directions agree: 1 for the same, 0 for a right angle, −1 for opposite ones.',
  },
  {
    term: 'decode',
    text: 'Writing the answer, one [[token]] at a time: each step reads the newest token and gives the probabilities of the next. Compare [[prefill]].',
  },
  {
    term: 'degenerate',
    text: 'Said of a text that has fallen apart: empty, in a loop, or mostly stray letters. It counts as failed, whatever its [[checker]] says.',
  },
  {
    term: 'direction',
    text: 'A list of [[hidden size|hiddenSize]] numbers of length 1, one such list a [[layer]]: an arrow in the [[residual stream]]. Made from [[contrast pair|contrast pairs]] as the [[mean difference]], scaled to length 1.',
  },
  {
    term: 'flipped',
    text: 'The opposite of a [[direction]]: every number with its sign changed. One of the [[control vector|controls]].',
  },
  {
    term: 'hidden size',
    text: 'How many numbers the model keeps for each [[token]]; the length of every [[direction]] of that model.',
  },
  {
    term: 'hidden state',
    text: 'The list of numbers for one [[token]] at one place in the model: the [[residual stream]], read off.',
  },
  {
    term: 'IFEval',
    text: 'A published set of prompts whose instructions can be checked by code (Zhou and others, 2023), with the [[checker|checkers]] that this app uses.',
  },
  {
    term: 'KV cache',
    text: 'What attention remembers of the tokens so far, so that they are not read again for each new one. Steering the prompt changes it, which is why a new [[strength]] reads the prompt anew.',
  },
  {
    term: 'lane',
    text: 'One answer in the making: a prompt, what steers it, and how tokens are chosen. Several lanes are written at once as rows of one batch.',
  },
  {
    term: 'layer',
    text: 'One block of the model, counted from 0. “Steering at layer L” changes the [[residual stream]] right after block L: its [[resid_post]].',
  },
  {
    term: "McNemar's test",
    text: 'Compares two ways of answering the same prompts by those on which they differ: how many were won and how many lost. Its p says how often chance alone would be so uneven.',
  },
  {
    term: 'mean difference',
    text: 'The mean over [[contrast pair|pairs]] of the state with the instruction minus the state without it, at the last token of the prompt.',
  },
  {
    term: 'pair consistency',
    text: 'The mean [[cosine]] between each pair’s own difference and the mean of all: 1 when every pair points the same way.',
  },
  {
    term: 'perplexity',
    text: 'How surprised the unsteered model is by a text, per [[token]]: 1 is not at all, 10 is as if it had to guess among ten equally likely tokens each time. Steered text is read back to see what it cost.',
  },
  {
    term: 'prefill',
    text: 'Reading the whole prompt at once, before the first new [[token]]. Compare [[decode]].',
  },
  {
    term: 'projection',
    text: 'How far a state lies along a [[direction]]: the number h·u. Prompts with the instruction have a higher mean projection than prompts without.',
  },
  {
    term: 'repetition penalty',
    text: 'Makes tokens that have occurred less likely to occur again. 1 is none; the app uses 1.15 on the embedded model, which loops without it.',
  },
  {
    term: 'resid_post',
    text: 'The [[residual stream]] after a block; resid_pre is before it, resid_mid between its attention and its MLP. Layer L here is resid_post of block L: entry L + 1 of the hidden states that Hugging Face returns.',
  },
  {
    term: 'residual stream',
    text: 'The one list of numbers per [[token]] that every block reads and adds to, from the embedding to the last [[layer]].',
  },
  {
    term: 'separation',
    text: 'How many standard deviations lie between prompts with the instruction and without it, along the [[direction]]. The curve behind the Layer slider.',
  },
  {
    term: 'setProjection',
    text: 'An operator, “set projection” on the page: moves each state along the [[direction]] until its [[projection]] is the target, h + (p − h·u) u. Used for format and language.',
  },
  {
    term: 'steering',
    text: 'Changing the [[residual stream]] while the model runs, so that it writes otherwise. Neither the prompt nor the weights change.',
  },
  {
    term: 'strength',
    text: 'How hard a vector steers, in a unit that means the same everywhere: 0 is where plain prompts lie along the [[direction]], 1 is where instructed prompts lie.',
  },
  {
    term: 'temperature',
    text: 'How freely the next [[token]] is drawn. 0 always takes the most probable one, so that the same prompt gives the same answer.',
  },
  {
    term: 'token',
    text: 'What a model reads and writes: a word, a piece of a word, or a sign.',
  },
  {
    term: 'validation prompts',
    text: 'Prompts on which layers and strengths are compared. They are neither those that built the vector nor the test prompts on which results are counted.',
  },
];
