/** What the app is for and what it is not for. */
export interface UseSection {
  title: string;
  points: readonly string[];
}

export const responsibleUse: readonly UseSection[] = [
  {
    title: 'What it is for',
    points: [
      'Showing what steering is, to a class, an audience, or yourself.',
      'Asking “what if”: another layer, another strength, another vector, with controls and costs beside each answer.',
      'Making and judging vectors before you spend time on a larger machine.',
    ],
  },
  {
    title: 'What it is not for',
    points: [
      'Facts and advice. A small model invents freely, and steered it invents more. Nothing it writes is checked for truth; a “pass” is about form alone.',
      'Decisions about people, or anything that runs in production.',
      'Texts that pretend a person wrote them.',
    ],
  },
  {
    title: 'What to know about steering',
    points: [
      'It costs quality. Each gain stands beside its cost: perplexity, repetition, answers that fell apart. The stronger the push, the odder the words.',
      'Some presets force words or scripts into places where they do not belong. The page says so beside them.',
      'A direction can weaken a model’s caution, or strengthen a prejudice that its training left in it. What you make with it is your responsibility, and so is saying that a text was steered when you pass it on.',
      'A vector is made of examples, mostly in English. It carries whatever else those examples have in common.',
    ],
  },
  {
    title: 'What stays with you',
    points: [
      'Prompts, texts and vectors stay in this browser. There is no server that could see them.',
      'The page asks for nothing from outside unless you ask for a model from there.',
      'What a model writes is shown as plain text: no markup is carried out, no picture is fetched, and no address becomes a link.',
    ],
  },
];
