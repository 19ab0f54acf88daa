/** Words of controls and charts that are the same everywhere. */
export const controls = {
  numbers: 'Numbers',
  numbersOf: '{{name}}, numbers',
  csv: 'CSV',
  png: 'PNG',
  saveCsv: 'Save {{name}} as CSV',
  savePng: 'Save {{name}} as PNG',
  noPicture: 'The browser could not draw the picture.',
  fileOf: '{{name}}: file',
  fromTo: 'From {{from}} to {{to}}',
  close: 'Close',
  on: 'on',
  off: 'off',
} as const;
