import type { Translation } from '../catalogue.ts';

export const shell: Translation<'shell'> = {
  name: 'Tiller',
  places: 'Bereiche',
  playground: 'Spielplatz',
  vectors: 'Vektoren',
  evaluate: 'Auswerten',
  learn: 'Lernen',
  models: 'Modelle',
  documentTitle: '{{place}} · Tiller',
  theme: 'Farbschema',
  themeIs: 'Farbschema: {{theme}}',
  theme_system: 'Wie das System',
  theme_light: 'Hell',
  theme_dark: 'Dunkel',
  share: 'Teilen',

  footNote:
    'Die Antworten hat ein Modell geschrieben. Sie können falsch sein; Steuerung macht sie eigenwilliger.',
  responsibleUse: 'Verantwortung',
  glossary: 'Glossar',
  language: 'Sprache',
  languageFailed: '{{language}} lässt sich nicht laden. Noch einmal versuchen oder die Seite neu laden.',
  tryAgain: 'Noch einmal versuchen',

  undo: 'Rückgängig',
  dismiss: 'Schließen',

  present: 'Vorführen',
  presenter: 'Vorführung',
  presenterMode: 'Vorführmodus',
  leavePresenterMode: 'Vorführmodus verlassen',
  keysTurnPage: '← → blättern',
  keysPlayground: '← → Anweisung · ↑ ↓ Stärke · Eingabetaste erzeugt',
  keyLeaves: 'Esc beendet',
  presentedStrength: '{{title}} · Stärke {{strength}}',
  presentedOff: '{{title}} · Stärke aus',
};
