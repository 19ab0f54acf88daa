import { describe, expect, it } from 'vitest';
import { commandOf } from './facts.ts';

describe('the command of a run', () => {
  it.each([
    [[], 'npm run replicate'],
    [['--quick'], 'npm run replicate -- --quick'],
    [['--out', 'here', '--tokens', '8'], 'npm run replicate -- --tokens 8'],
    [['--answers=a.jsonl', '--date=2026-01-01'], 'npm run replicate'],
    [['--model', '/home/someone/models/llama'], 'npm run replicate -- --model llama'],
  ])('of %j is %s', (args, expected) => {
    expect(commandOf(args)).toBe(expected);
  });
});
