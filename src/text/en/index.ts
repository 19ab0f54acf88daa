/** The English catalogue, which says what texts there are. A count has two forms, `_one` and `_other`. */
import { evaluate } from './evaluate.ts';
import { learn } from './learn.ts';
import { models } from './models.ts';
import { shell } from './shell.ts';
import { token } from './token.ts';

export const en = { evaluate, learn, models, shell, token } as const;
