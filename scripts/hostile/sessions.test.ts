import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkVector } from '../../src/core/files/vectorFile.ts';
import { toBase64, toBase64Url } from '../../src/core/share/base64.ts';
import { findSession, readLink, sessionFragment } from '../../src/core/share/link.ts';
import { packVector } from '../../src/core/share/packedVector.ts';
import { readSession, type Session } from '../../src/core/share/session.ts';
import { readSessionFile, writeSessionFile } from '../../src/core/share/sessionFile.ts';
import { DEFAULT_SESSION } from '../../src/core/share/testing.ts';
import { INITIAL_STATE } from '../../src/state/appState.ts';
import { fileSource, receivedVector, withSession } from '../../src/state/share/work.ts';
import { VECTOR } from '../../src/state/testValues.ts';
import { PLACES, partOf, placeOf } from '../../src/ui/places.ts';
import { damagedBytes } from './bytes.ts';
import { damagedJson } from './json.ts';
import { type Reader, survive, surviveAll, surviveEveryByte } from './survive.ts';

const [first] = DEFAULT_SESSION.vectors;
/** Every kind of vector, a kept lane, a check with arguments, an answer. */
const SESSION: Session = {
  ...DEFAULT_SESSION,
  vectors: [
    first!,
    { ...first!, source: { kind: 'packed', ...packVector(VECTOR, [1]) }, layer: 1 },
    { ...first!, source: fileSource(VECTOR, {}), layer: 1, isOn: false },
  ],
  checks: {
    followsInstruction: false,
    own: [{ instructionId: 'keywords:existence', kwargs: { keywords: ['a'] } }],
  },
  lanes: { hasFourConditions: true, kept: [{ title: 'Kept', vectors: [first!] }] },
  answers: [
    {
      lane: 'steered',
      title: 'Steered',
      text: 'Oui',
      verdict: 'pass',
      reason: '',
      numbers: '',
      tokenCount: 1,
    },
  ],
};

/** What the page does with a session that it accepts: look at its vectors, and put it in force. */
function open(session: Session): Session {
  for (const vector of [session, ...session.lanes.kept].flatMap(({ vectors }) => vectors)) {
    const received = receivedVector(vector);
    if (received) checkVector(received.vector);
  }
  const state = withSession(INITIAL_STATE, session, () => null);
  expect(state.steering.cards.length).toBeGreaterThan(0);
  return session;
}

const checks: Pick<Reader<unknown, Session>, 'codes' | 'check'> = {
  // a whole vector file inside a session is read as such
  codes: ['session_invalid', 'file_corrupt'],
  check(session) {
    // reading what was read changes nothing: every field has the form that is asked for
    expect(readSession(structuredClone(session))).toEqual(session);
    expect(Object.getPrototypeOf(session)).toBe(Object.prototype);
  },
};
const file: Reader<Uint8Array, Session> = {
  ...checks,
  read: (bytes) => open(readSessionFile(new TextDecoder().decode(bytes))),
};
const link: Reader<string, Session> = { ...checks, read: (data) => open(readLink(data)) };
const packed = (bytes: Uint8Array) => toBase64Url(deflateSync(bytes, { level: 9 }));
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a hostile session file', () => {
  const small = bytesOf(writeSessionFile({ ...DEFAULT_SESSION, answers: SESSION.answers }));
  const whole = { format: 'tiller-session', ...SESSION };

  it('is read whole where it is whole', () => {
    expect(file.read(bytesOf(writeSessionFile(SESSION)))).toEqual(SESSION);
  });

  it('is refused or opened, whatever is changed in it', () =>
    surviveAll(file, damagedBytes(small, bytesOf(writeSessionFile(SESSION)))));

  it('is refused or opened, whatever its fields hold', () =>
    surviveAll(file, damagedJson(whole).map(bytesOf)));

  it('is refused or opened, wherever it is cut off and whichever byte is another', () => {
    expect(small.length).toBeLessThanOrEqual(2048);
    return surviveEveryByte(file, small);
  });

  it.each([
    ['a vector of 512 layers and 32,768 values in a hundred bytes', sized(512, 32_768, [0], 'AAAA')],
    ['a vector with directions at no layer', sized(1, 32, [], '')],
    ['a vector of zeros', sized(1, 32, [0], toBase64(new Uint8Array(34)))],
    ['a vector with a layer twice', sized(2, 32, [1, 1], toBase64(new Uint8Array(68).fill(1)))],
  ])('is refused: %s', (_, source) => {
    const session = { ...whole, vectors: [{ ...first, source }] };
    return survive({ ...file, check: () => expect.unreachable() }, bytesOf(JSON.stringify(session)));
  });

  function sized(numLayers: number, hiddenSize: number, layers: number[], rows: string) {
    const projections = layers.map(() => 1);
    return {
      ...{ kind: 'packed', name: 'a', modelId: 'b', method: 'c', numLayers, hiddenSize, layers, rows },
      ...{ projectionPositive: projections, projectionNegative: projections },
    };
  }
});

describe('a hostile link', () => {
  const data = findSession(sessionFragment(SESSION))!;

  it('is refused or read, whatever is changed in its characters', () =>
    surviveAll(
      link,
      damagedBytes(bytesOf(data)).map((bytes) => new TextDecoder('latin1').decode(bytes)),
    ));

  it('is refused or read, whatever is changed in what was deflated', () =>
    surviveAll(link, damagedBytes(bytesOf(JSON.stringify(SESSION))).map(packed)));

  it('is refused or read, whatever is changed in the deflated bytes', () =>
    surviveAll(link, damagedBytes(deflateSync(bytesOf(JSON.stringify(SESSION)))).map(toBase64Url)));

  it('is refused or read, whatever its fields hold', () =>
    surviveAll(
      link,
      damagedJson(SESSION).map((json) => packed(bytesOf(json))),
    ));

  it('is refused or read, wherever it is cut off and whichever character is another', () =>
    surviveEveryByte(
      { ...checks, read: (bytes) => link.read(new TextDecoder('latin1').decode(bytes)) },
      bytesOf(findSession(sessionFragment(DEFAULT_SESSION))!),
    ));

  it('is refused before it has unfolded: 40 MB of zeros in 53,000 characters', () =>
    survive({ ...link, check: () => expect.unreachable() }, packed(new Uint8Array(40_000_000))));
});

describe('a hostile address', () => {
  const place: Reader<string, string> = {
    read(fragment) {
      partOf(fragment);
      findSession(fragment);
      return placeOf(fragment);
    },
    codes: [],
    check: (id) => expect(PLACES).toContain(id),
  };

  it('leads to one of the places, whatever stands in it', () =>
    surviveAll(
      place,
      damagedBytes(
        bytesOf('#/learn/glossary/direction?session=abc'),
        bytesOf('#/__proto__/constructor?a=%E0%A4%A'),
        bytesOf(sessionFragment(DEFAULT_SESSION)),
      ).map((bytes) => new TextDecoder().decode(bytes)),
    ));
});
