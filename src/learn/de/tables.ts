/** What the tables of the lessons have in common. */
import type { Prose } from '../prose.ts';

export const tables: Prose['tables'] = {
  replication: 'Nachgerechnet mit npm run replicate; vollständig steht es in results/results.md.',
  recorded: 'Das Experiment dieser Lektion, mit npm run record am eingebauten Modell aufgezeichnet.',
  following: ({ prompts }) => `Antworten, die der Anweisung folgen, von ${prompts}`,
  instruction: 'Anweisung',
  layer: 'Schicht',
  plain: 'Ungesteuert',
  steered: 'Gesteuert',
  words: 'Worte',
  both: 'Beides',
  random: 'Zufällig',
  flipped: 'Umgekehrt',
  perplexity: 'Perplexität',
  steeredPerplexity: 'Perplexität, gesteuert',
  noCost: 'Was das an Perplexität kostet, wurde bei diesen Prompts nicht gemessen.',
  of: ({ total }) => ` von ${total}`,
  fellApart: ({ count }) => ` (${count} zerfallen)`,
};
