import { expect, it } from 'vitest';
import { formatBytes, formatSeconds } from './format.ts';

it.each([
  [999, '1 kB'],
  [118_394_364, '118 MB'],
  [1_510_000_000, '1.5 GB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [0.2, '1 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
