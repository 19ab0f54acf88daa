/**
 * Set-up of vitest: property tests take the same cases in every run, so that none fails by chance, and a change that fails
 * is to blame. Other cases: `npm run hostile`, or PROPERTY_SEED=random with any run; a failure prints its seed.
 */
import fc from 'fast-check';

const { PROPERTY_SEED = '20261121' } = process.env;

if (PROPERTY_SEED !== 'random') fc.configureGlobal({ seed: Number(PROPERTY_SEED) });
