/** What the app is for and what it is not for. */
import type { Prose } from '../prose.ts';

export const responsibleUse: Prose['responsibleUse'] = [
  {
    title: 'Wofür es gedacht ist',
    points: [
      'Zeigen, was Steuerung ist: einer Klasse, einem Publikum oder sich selbst.',
      'Fragen, was wäre, wenn: eine andere Schicht, eine andere Stärke, ein anderer Vektor, mit Kontrollen und Kosten neben jeder Antwort.',
      'Vektoren machen und beurteilen, bevor eine größere Maschine Zeit kostet.',
    ],
  },
  {
    title: 'Wofür es nicht gedacht ist',
    points: [
      'Fakten und Ratschläge. Ein kleines Modell erfindet freizügig, gesteuert noch mehr. Nichts, was es schreibt, wird auf Wahrheit geprüft; „bestanden“ betrifft allein die Form.',
      'Entscheidungen über Menschen und alles, was produktiv läuft.',
      'Texte, die vorgeben, ein Mensch habe sie geschrieben.',
    ],
  },
  {
    title: 'Was man über Steuerung wissen sollte',
    points: [
      'Sie kostet Qualität. Neben jedem Gewinn stehen seine Kosten: Perplexität, Wiederholungen, zerfallene Antworten. Je stärker der Stoß, desto sonderbarer die Worte.',
      'Manche Vorlagen drängen Wörter oder Schriften dorthin, wo sie nicht hingehören. Die Seite sagt es daneben.',
      'Eine Richtung kann die Vorsicht eines Modells schwächen oder ein Vorurteil verstärken, das sein Training hinterlassen hat. Was man mit ihr macht, verantwortet man selbst; dazu gehört, beim Weitergeben zu sagen, dass ein Text gesteuert wurde.',
      'Ein Vektor besteht aus Beispielen, meist auf Englisch. Er trägt alles mit sich, was diese Beispiele sonst noch gemeinsam haben.',
    ],
  },
  {
    title: 'Was auf diesem Gerät bleibt',
    points: [
      'Prompts, Texte und Vektoren bleiben in diesem Browser. Es gibt keinen Server, der sie sehen könnte.',
      'Die Seite holt nichts von außen, außer wenn ein Modell von dort verlangt wird.',
      'Was ein Modell schreibt, wird als reiner Text gezeigt: Auszeichnungen werden nicht ausgeführt, Bilder nicht geladen, und aus Adressen werden keine Links.',
    ],
  },
];
