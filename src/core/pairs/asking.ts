/** How a user's text is put to a model: as a chat, or as a question and answer where the model knows no chat. */
import { asChat, type UserMessage } from './pairs.ts';

export interface Asked {
  prompt: (SystemMessage | UserMessage)[] | string;
  /** where an answer ends besides the model's own end: a base model goes on and asks itself the next question */
  stop: string[];
}

export interface SystemMessage {
  role: 'system';
  content: string;
}

/** @param system what the model is told before the conversation; empty: what its template says by itself */
export function asAsked(text: string, hasChatTemplate: boolean, system = ''): Asked {
  if (hasChatTemplate) {
    const before: SystemMessage[] = system === '' ? [] : [{ role: 'system', content: system }];
    return { prompt: [...before, ...asChat(text)], stop: [] };
  }
  const before = system === '' ? '' : `${system}\n\n`;
  return { prompt: `${before}Q: ${text}\nA:`, stop: ['\nQ:'] };
}
