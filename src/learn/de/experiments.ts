/** The words of the live experiments. */
import type { Prose } from '../prose.ts';

export const experiments: Prose['experiments'] = {
  steps: {
    reading: 'Liest den Prompt',
    pushing: ({ layer }) => `Liest ihn noch einmal, mit einem Stoß in Schicht ${layer}`,
    readingPairs: 'Liest die Fragen, mit und ohne Anweisung',
    writing: 'Schreibt die Antworten',
    readingBack: 'Liest sie mit dem ungesteuerten Modell wieder ein',
    fitting: ({ title }) => `Bildet einen Vektor für „${title}“`,
  },
  answers: {
    plain: 'ungesteuert',
    layer: ({ value }) => `Schicht ${value}`,
    strength: ({ value }) => `Stärke ${value}`,
    vector: 'der Vektor',
    flipped: 'umgekehrt',
    random: 'zufällig',
    asked: 'in Worten gebeten',
    steered: 'gesteuert',
    askedAndSteered: 'gebeten und gesteuert',
    withFrench: 'gesteuert, auch zum Französischen',
    seaPlain: 'Reise ans Meer, ungesteuert',
    seaAway: 'Reise ans Meer, weggesteuert',
  },
  curves: {
    stream: {
      title: 'Wie weit ein Stoß den Zustand des letzten Tokens verschiebt',
      meaning:
        'In Prozent der Länge des Zustands, Schicht für Schicht. Der Stoß ist zufällig und halb so lang wie der Zustand.',
      line: ({ value }) => `Stoß in Schicht ${value}`,
    },
    direction: {
      title: 'Wie ähnlich sich zwei Richtungen sind',
      meaning:
        'Kosinus zwischen zwei Richtungen für Französisch, aus verschiedenen Fragen gebildet: 1 heißt dieselbe Richtung.',
      line: ({ value }) => (value === 1 ? 'aus je 1 Paar' : `aus je ${value} Paaren`),
    },
  },
};
