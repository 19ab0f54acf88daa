/** The licences of the models in the catalogue, by the name their publishers use. */

export interface Licence {
  name: string;
  /** those that ask for more than the notice; the words are the page's */
  terms: 'gemma' | 'llama' | null;
  url: string;
}

export const LICENCES = {
  mit: { name: 'MIT', terms: null, url: 'https://opensource.org/license/mit' },
  apache: { name: 'Apache-2.0', terms: null, url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  gemma: {
    name: 'Gemma Terms of Use',
    terms: 'gemma',
    url: 'https://ai.google.dev/gemma/terms',
  },
  llama: {
    name: 'Llama 3.2 Community License',
    terms: 'llama',
    url: 'https://www.llama.com/llama3_2/license/',
  },
} as const satisfies Record<string, Licence>;
