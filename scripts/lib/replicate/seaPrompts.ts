/**
 * Requests whose answers tend to speak of the ocean, some of which name it, written for this project: leaving a word out
 * is only a feat where the word would have come. As in BASE_PROMPTS, settings are chosen on one part and reported on the other.
 */
export const SEA_PROMPTS: { validation: readonly string[]; test: readonly string[] } = {
  validation: [
    'Why is the sea salty?',
    'Tell me about the Pacific.',
    'How deep is the ocean?',
    'Describe a storm far out at sea.',
    'Where do sea turtles lay their eggs?',
    'What covers most of the surface of the Earth?',
    'What lives at the bottom of the ocean?',
    'Write a short poem about the ocean.',
  ],
  test: [
    'How do waves form in the ocean?',
    'What lives in a coral reef?',
    'Tell me about the deepest part of the ocean.',
    'Describe the sound of surf on a beach.',
    'Which sharks live in the open ocean?',
    'How did sailors cross an ocean before there were maps?',
    'What is a tsunami?',
    'Which animals live around Antarctica?',
    'Explain how water moves between the ocean and the clouds.',
    'What happens to plastic that is washed into the sea?',
    'Describe the view from a lighthouse.',
    'How do dolphins talk to each other?',
    'What is the difference between the Atlantic and the Pacific?',
    'Tell me about an island that nobody has visited.',
    'How does a ship stay afloat?',
    'Why is the sea blue?',
    'Write a few lines about a fish that dreams.',
    'What did explorers hope to find across the ocean?',
    'How deep can divers go?',
    'What is the Gulf Stream?',
    'Describe a day on a fishing boat.',
    'How do icebergs form?',
    'Why do rivers flow downhill, and where do they end?',
    'What can you see through the window of a submarine?',
  ],
};
