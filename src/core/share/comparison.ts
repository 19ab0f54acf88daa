/** What the lanes wrote and by what setting, in finished words: what texts, report and picture are made of. */

export interface ComparedAnswer {
  title: string;
  /** which of the page's two colours it has */
  kind: 'plain' | 'steer';
  text: string;
  /** as the badge says it; empty where nothing judged it */
  verdict: string;
  reason: string;
  /** tokens, speed, perplexity: one line */
  numbers: string;
}

export interface Comparison {
  prompt: string;
  systemPrompt: string;
  /** the model's name and how it ran */
  model: string;
  /** one line a vector: what, layer, operator, strength */
  steering: readonly string[];
  /** how tokens were chosen; empty where it is not known */
  decoding: string;
  /** what the verdicts judge, one line a check */
  checks: readonly string[];
  answers: readonly ComparedAnswer[];
  /** ISO date */
  date: string;
}

export const verdictLine = ({ verdict, reason }: Pick<ComparedAnswer, 'verdict' | 'reason'>): string =>
  [verdict, reason].filter((part) => part !== '').join(': ');

/** What a reader should know of texts made by steering, in every export. */
export const CAVEAT = 'Written by a steered language model in Tiller. A verdict judges form, never truth.';
