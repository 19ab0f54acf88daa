/** The English catalogue, which says what texts there are. A count has two forms, `_one` and `_other`. */
import { benchmark } from './benchmark.ts';
import { controls } from './controls.ts';
import { evaluate } from './evaluate.ts';
import { learn } from './learn.ts';
import { models } from './models.ts';
import { shell } from './shell.ts';
import { token } from './token.ts';

export const en = { benchmark, controls, evaluate, learn, models, shell, token } as const;
