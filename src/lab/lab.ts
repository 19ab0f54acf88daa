/** What every long task works with: the model, and what it has said before. */
import type { Tiller } from '../api/tiller.ts';
import { type AnswerStore, Answers } from './answers.ts';
import { Numbers } from './numbers.ts';

export interface Lab {
  tiller: Tiller;
  answers: Answers;
  numbers: Numbers;
}

export function labOf(tiller: Tiller, store: AnswerStore): Lab {
  return { tiller, answers: new Answers(tiller, store), numbers: new Numbers(tiller, store) };
}
