/** The licences of the models in the catalogue, by the name their publishers use. */

export interface Licence {
  name: string;
  /** what it asks of the user, in a few words; empty where it asks for nothing beyond the notice */
  terms: string;
  url: string;
}

export const LICENCES = {
  mit: { name: 'MIT', terms: '', url: 'https://opensource.org/license/mit' },
  apache: { name: 'Apache-2.0', terms: '', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  gemma: {
    name: 'Gemma Terms of Use',
    terms: 'use is restricted by a policy that is part of the terms',
    url: 'https://ai.google.dev/gemma/terms',
  },
  llama: {
    name: 'Llama 3.2 Community License',
    terms: 'asks for attribution (“Built with Llama”) and has an acceptable use policy',
    url: 'https://www.llama.com/llama3_2/license/',
  },
} as const satisfies Record<string, Licence>;
