/** Contrast pairs: each base prompt once with an instruction and once without. */
import type { Instruction } from './instructions.ts';

/** One turn of a chat, as the model's template takes it. */
export interface UserMessage {
  role: 'user';
  content: string;
}

export interface ChatPair {
  /** the prompt with the instruction */
  positive: UserMessage[];
  /** the prompt as it is */
  negative: UserMessage[];
}

/**
 * One pair a prompt, in order; the phrasings take turns, so the same arguments give the same pairs.
 * @returns an empty list for no prompts
 */
export function buildPairs(
  instruction: Pick<Instruction, 'phrasings'>,
  prompts: readonly string[],
): ChatPair[] {
  return prompts.map((prompt, index) => ({
    positive: asChat(withInstruction(instruction, prompt, index)),
    negative: asChat(prompt),
  }));
}

/** The prompt with phrasing number `index`, counted round and round. */
export function withInstruction(
  { phrasings }: Pick<Instruction, 'phrasings'>,
  prompt: string,
  index: number,
): string {
  return `${prompt} ${phrasings[index % phrasings.length]!}`;
}

export function asChat(content: string): UserMessage[] {
  return [{ role: 'user', content }];
}
