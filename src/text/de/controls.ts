import type { Translation } from '../catalogue.ts';

export const controls: Translation<'controls'> = {
  numbers: 'Zahlen',
  numbersOf: '{{name}}, Zahlen',
  csv: 'CSV',
  png: 'PNG',
  saveCsv: '{{name}} als CSV speichern',
  savePng: '{{name}} als PNG speichern',
  noPicture: 'Der Browser konnte das Bild nicht zeichnen.',
  fileOf: '{{name}}: Datei',
  fromTo: 'Von {{from}} bis {{to}}',
  close: 'Schließen',
  on: 'an',
  off: 'aus',
};
