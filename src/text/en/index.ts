/** The English catalogue, which says what texts there are. A count has two forms, `_one` and `_other`. */
import { shell } from './shell.ts';

export const en = { shell } as const;
