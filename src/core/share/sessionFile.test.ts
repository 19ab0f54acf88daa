import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SESSION_BYTES, readSessionFile, writeSessionFile } from './sessionFile.ts';
import { anySession, DEFAULT_SESSION } from './testing.ts';

describe('a session file', () => {
  it('comes back as it was, answers included, whatever it holds', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(readSessionFile(writeSessionFile(session))).toEqual(session);
      }),
    );
  });

  it('is JSON that names its format, and is read after a byte order mark', () => {
    const file = writeSessionFile(DEFAULT_SESSION);
    expect(JSON.parse(file)).toMatchObject({ format: 'tiller-session', version: 1 });
    expect(readSessionFile(`\ufeff${file}`)).toEqual(DEFAULT_SESSION);
  });

  it('is refused unread when it is too large', () => {
    expect(() => readSessionFile(' '.repeat(MAX_SESSION_BYTES + 1))).toThrow(
      expect.objectContaining({
        code: 'session_invalid',
        message: expect.stringContaining('134217729 characters'),
      }),
    );
  });

  it.each([
    ['', /not JSON/],
    ['{', /not JSON/],
    ['{}', /its format is none, expected "tiller-session"/],
    ['{"format":"tiller-steering-vector"}', /its format is "tiller-steering-vector"/],
    [writeSessionFile(DEFAULT_SESSION).replace('"version": 1', '"version": 9'), /has version 9/],
    [writeSessionFile(DEFAULT_SESSION).replace('"layer": 25', '"layer": "25"'), /"vectors\.0\.layer"/],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readSessionFile(text)).toThrow(message);
  });
});
