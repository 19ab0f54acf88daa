/**
 * A test of the judge itself: answers that nobody would take for each other, written for this project. A judge that
 * cannot tell these apart says nothing about harder ones.
 */
import type { Judgement } from './quality.ts';

export interface JudgeControl {
  questionId: 'answers-request' | 'coherent';
  prompt: string;
  good: string;
  bad: string;
}

export const JUDGE_CONTROLS: readonly JudgeControl[] = [
  {
    questionId: 'answers-request',
    prompt: 'How do I boil an egg?',
    good: 'Put the egg into boiling water, wait eight minutes, then cool it under cold water and peel it.',
    bad: 'The railway station was built in 1902 and has four platforms.',
  },
  {
    questionId: 'answers-request',
    prompt: 'What is the capital of France?',
    good: 'The capital of France is Paris.',
    bad: 'My sister plays the violin on Tuesdays.',
  },
  {
    questionId: 'answers-request',
    prompt: 'Why should I drink water when I do sports?',
    good: 'You lose water as sweat. Drinking replaces it, so your body stays cool and your muscles keep working.',
    bad: 'A triangle has three sides and its angles add up to 180 degrees.',
  },
  {
    questionId: 'answers-request',
    prompt: 'Write a short note to thank a neighbour for feeding my cat.',
    good: 'Dear Anna, thank you so much for feeding Milo while I was away. He looks very happy!',
    bad: 'Mix the flour with the butter and bake it for half an hour.',
  },
  {
    questionId: 'answers-request',
    prompt: 'Name three animals that can fly.',
    good: 'Eagles, bats and butterflies can fly.',
    bad: 'I would rather not. The weather is grey today.',
  },
  {
    questionId: 'coherent',
    prompt: 'Why do leaves fall in autumn?',
    good: 'In autumn there is less light, so trees stop feeding their leaves. The leaves dry out and fall.',
    bad: 'Leaves leaves the of fall blue seven under because because chair the autumn of to leaves of.',
  },
  {
    questionId: 'coherent',
    prompt: 'What does a dentist do?',
    good: 'A dentist looks after your teeth: they check, clean and repair them.',
    bad: 'dentist dentist dentist dentist dentist dentist dentist dentist dentist dentist',
  },
  {
    questionId: 'coherent',
    prompt: 'How does a kite fly?',
    good: 'Wind pushes against the kite and lifts it up, while the string holds it at the right angle.',
    bad: 'x q kite w r t 4 4 4 wind wind ] ] up p p p l l string no',
  },
  {
    questionId: 'coherent',
    prompt: 'Tell me about the moon.',
    good: 'The moon goes round the Earth once a month. It has no air, and its surface is covered with craters.',
    bad: 'The moon is and the moon is and the moon is and the moon is and the moon is and the moon is and',
  },
  {
    questionId: 'coherent',
    prompt: 'What can I do on a rainy day?',
    good: 'You could read a book, bake a cake, or play a board game with friends.',
    bad: 'Rainy the could because umbrella not when if then of cake whereas although book by by.',
  },
];

export interface JudgeReliability {
  /** answers that the judge was on the right side of one half about */
  right: number;
  answers: number;
  /** pairs whose good answer got the higher probability */
  ranked: number;
  pairs: number;
}

/** @param judgements of a control's good and bad answer, in the order of the controls */
export function judgeReliability(
  judgements: readonly (readonly [good: Pick<Judgement, 'pYes'>, bad: Pick<Judgement, 'pYes'>])[],
): JudgeReliability {
  const values = judgements.map(([good, bad]) => ({ good: good.pYes ?? 0.5, bad: bad.pYes ?? 0.5 }));
  return {
    right: values.filter(({ good }) => good > 0.5).length + values.filter(({ bad }) => bad < 0.5).length,
    answers: 2 * values.length,
    ranked: values.filter(({ good, bad }) => good > bad).length,
    pairs: values.length,
  };
}
