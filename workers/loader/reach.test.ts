import { describe, expect, it } from 'vitest';
import { isWithinReach } from './reach.ts';

const OWN = 'https://tiller.example';

describe('isWithinReach', () => {
  it.each([
    `${OWN}/models/a/config.json`,
    'https://huggingface.co/a/b/resolve/main/config.json',
    'https://cdn-lfs.huggingface.co/x',
    'https://cas-bridge.xethub.hf.co/x',
  ])('allows %s', (url) => expect(isWithinReach(url, OWN)).toBe(true));

  it.each([
    'https://stranger.example/config.json',
    'http://huggingface.co/a', // not encrypted
    'https://huggingface.co:8443/a', // another port
    'https://x.hf.co:8443/a',
    'http://x.hf.co/a',
    'https://evilhuggingface.co/a',
    'https://evilhf.co/a',
    'https://hf.co.stranger.example/a',
    'https://huggingface.co@stranger.example/a',
    'https://tiller.example:8080/a',
  ])('refuses %s', (url) => expect(isWithinReach(url, OWN)).toBe(false));

  it('refuses nothing in Node, where no page is served', () => {
    expect(isWithinReach('https://stranger.example/a', undefined)).toBe(true);
  });
});
