import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { TillerError } from '../errors.ts';
import { toBase64Url } from './base64.ts';
import { findSession, readLink, SHORT_LINK, sessionFragment } from './link.ts';
import { readSession, type Session } from './session.ts';
import { anySession, DEFAULT_SESSION } from './testing.ts';

const dataOf = (session: Session): string => findSession(sessionFragment(session))!;
const linkOf = (json: string): string =>
  toBase64Url(deflateSync(new TextEncoder().encode(json), { level: 9 }));

/** The code of what `read` throws; null where it throws nothing. */
function codeOf(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof TillerError ? error.code : `not typed: ${String(error)}`;
  }
}

describe('a session as a link', () => {
  it('comes back as it was, without its answers', () => {
    const session = {
      ...DEFAULT_SESSION,
      answers: [
        {
          lane: 'steered',
          title: 'Steered',
          text: 'Bonjour',
          verdict: '',
          reason: '',
          numbers: '',
          tokenCount: 1,
        },
      ],
    };
    expect(readLink(dataOf(session))).toEqual(DEFAULT_SESSION);
  });

  it('comes back as it was, whatever it holds', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(readLink(dataOf(session))).toEqual({ ...session, answers: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('is short for a default session, and holds only characters that survive in an address', () => {
    const fragment = sessionFragment(DEFAULT_SESSION);
    expect(fragment.length).toBeLessThan(500);
    expect(fragment.length).toBeLessThanOrEqual(SHORT_LINK);
    expect(new URL(`https://tiller.example/${fragment}`).hash).toBe(fragment);
  });

  it('is found in a fragment, and nowhere else', () => {
    expect(findSession('#/playground?session=abc')).toBe('abc');
    expect(findSession('#/vectors?session=abc')).toBe('abc');
    expect(findSession('#/playground')).toBeNull();
    expect(findSession('')).toBeNull();
  });
});

describe('a hostile link', () => {
  const refused: [string, string][] = [
    ['nothing', ''],
    ['characters of another alphabet', 'ab!c'],
    ['one character', 'A'],
    ['bytes that were never deflated', toBase64Url(Uint8Array.of(255, 255, 255, 255))],
    ['a link that was cut in half', dataOf(DEFAULT_SESSION).slice(0, 60)],
    ['more characters than any link has', 'A'.repeat(200_001)],
    ['a bomb: 64 MiB of spaces in 65 kB', linkOf(' '.repeat(2 ** 26))],
    ['a hundred thousand brackets, one in the other', linkOf('['.repeat(100_000))],
    ['brackets that close again', linkOf('['.repeat(100_000) + ']'.repeat(100_000))],
    ['null', linkOf('null')],
    ['a list', linkOf('[]')],
    ['a text', linkOf('"session"')],
    ['another version', linkOf(JSON.stringify({ ...DEFAULT_SESSION, version: 2 }))],
    ['no version', linkOf(JSON.stringify({ ...DEFAULT_SESSION, version: undefined }))],
    ['a strength out of range', linkOf(withVector({ strength: 7 }))],
    [
      'a strength too large for a number',
      linkOf(withVector({ strength: 1 }).replace('"strength":1', '"strength":1e999')),
    ],
    ['a strength that is not a number', linkOf(withVector({ strength: null }))],
    ['half a layer', linkOf(withVector({ layer: 1.5 }))],
    ['a layer before the first', linkOf(withVector({ layer: -1 }))],
    ['an operator that does not exist', linkOf(withVector({ operator: 'constructor' }))],
    ['a source that does not exist', linkOf(withVector({ source: { kind: '__proto__' } }))],
    [
      'a thousand vectors',
      linkOf(JSON.stringify({ ...DEFAULT_SESSION, vectors: Array(1000).fill(DEFAULT_SESSION.vectors[0]) })),
    ],
    ['a check that does not exist', linkOf(withCheck('__proto__', {}))],
    ['a check with arguments it does not take', linkOf(withCheck('punctuation:no_comma', { a: 1 }))],
    ['arguments that are objects', linkOf(withCheck('keywords:existence', { keywords: [{}] }))],
  ];

  it.each(refused)('is refused with a typed error: %s', (_, data) => {
    expect(codeOf(() => readLink(data))).toBe('session_invalid');
  });

  it('may bring a request to repeat without its text: the prompt takes its place', () => {
    const own = [{ instructionId: 'combination:repeat_prompt', kwargs: {} }];
    const session = { ...DEFAULT_SESSION, checks: { followsInstruction: true, own } };
    expect(readLink(linkOf(JSON.stringify(session)))).toEqual(session);
  });

  it('is refused when it is cut off, wherever that is', () => {
    const good = dataOf({ ...DEFAULT_SESSION, prompt: `${'Why? '.repeat(400)}abcdefghij` });
    for (let length = 0; length < good.length; length++) {
      expect(
        codeOf(() => readLink(good.slice(0, length))),
        `${length}`,
      ).toBe('session_invalid');
    }
  });

  it('changes no prototype', () => {
    const session = JSON.stringify(DEFAULT_SESSION);
    const link = linkOf(
      `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${session.slice(1)}`,
    );
    const read = readLink(link);
    expect(read).toEqual(DEFAULT_SESSION);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is refused or read, never anything else: any characters', () => {
    fc.assert(
      fc.property(fc.string(), (data) => {
        expect(codeOf(() => readLink(data))).toBe('session_invalid');
      }),
    );
  });

  it('is refused or read, never anything else: any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(codeOf(() => readLink(linkOf(json)))).toBe('session_invalid');
      }),
    );
  });

  it('is refused or read, never anything else: one field of a good session replaced by any value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(DEFAULT_SESSION)), fc.jsonValue(), (key, value) => {
        const code = codeOf(() => readSession({ ...DEFAULT_SESSION, [key]: value }));
        expect([null, 'session_invalid']).toContain(code);
      }),
    );
  });

  it('is refused or read, never anything else: one character changed', () => {
    const good = dataOf(DEFAULT_SESSION);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.constantFrom(...'AZaz09-_'), (at, character) => {
        const code = codeOf(() => readLink(good.slice(0, at) + character + good.slice(at + 1)));
        expect([null, 'session_invalid']).toContain(code);
      }),
    );
  });
});

function withVector(change: object): string {
  return JSON.stringify({ ...DEFAULT_SESSION, vectors: [{ ...DEFAULT_SESSION.vectors[0], ...change }] });
}

function withCheck(instructionId: string, kwargs: object): string {
  return JSON.stringify({
    ...DEFAULT_SESSION,
    checks: { followsInstruction: true, own: [{ instructionId, kwargs }] },
  });
}
