/** How a user's text is put to a model: as a chat, or as a question and answer where the model knows no chat. */
import { asChat, type UserMessage } from './pairs.ts';

export interface Asked {
  prompt: UserMessage[] | string;
  /** where an answer ends besides the model's own end: a base model goes on and asks itself the next question */
  stop: string[];
}

export function asAsked(text: string, hasChatTemplate: boolean): Asked {
  if (hasChatTemplate) return { prompt: asChat(text), stop: [] };
  return { prompt: `Q: ${text}\nA:`, stop: ['\nQ:'] };
}
