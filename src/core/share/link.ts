/**
 * A session as an address: JSON, deflated, in base64 for addresses, after `#/playground?session=`. Fragments never
 * reach a server. A link carries no answers; its vectors are presets by name, or directions at eight bits.
 */
import { deflateSync, Inflate } from 'fflate';
import { fromBase64, toBase64Url } from './base64.ts';
import { invalidSession } from './invalid.ts';
import { SESSION_MARK } from './mark.ts';
import { readSession, type Session } from './session.ts';

/** A default session's link stays below this; many programs cut longer ones. */
export const SHORT_LINK = 2_000;
/** Characters of a fragment that is read: a few embedded directions of a large model. */
const MAX_FRAGMENT = 200_000;
/** Bytes of JSON that a fragment may unfold into, since a few characters can claim gigabytes. */
const MAX_JSON = 2 ** 20;
/** Deflate unfolds a byte into 1,032 at most, so that a slice never makes more than half a megabyte at once. */
const SLICE = 512;

/** The fragment, `#` included; the same session gives the same link. */
export function sessionFragment(session: Session): string {
  const json = JSON.stringify({ ...session, answers: [] } satisfies Session);
  return `#/playground${SESSION_MARK}${toBase64Url(deflateSync(new TextEncoder().encode(json), { level: 9 }))}`;
}

/** What of a fragment is a session; null where it holds none. */
export function findSession(fragment: string): string | null {
  const at = fragment.indexOf(SESSION_MARK);
  return at < 0 ? null : fragment.slice(at + SESSION_MARK.length);
}

/**
 * @param data as `findSession` gives it
 * @throws TillerError `session_invalid`
 */
export function readLink(data: string): Session {
  if (data.length > MAX_FRAGMENT) {
    throw invalidSession(`it has ${data.length} characters, a link at most ${MAX_FRAGMENT}`);
  }
  const bytes = fromBase64(data);
  if (!bytes || bytes.length === 0) throw invalidSession('its characters are damaged, or some are missing');
  return readSession(parseJson(inflated(bytes)));
}

/** @throws TillerError `session_invalid` for text that is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidSession('what it holds is not JSON, so that it is cut off or something else');
  }
}

/** Slice by slice, so that a bomb is put down before it has filled the memory. */
function inflated(bytes: Uint8Array): string {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((part) => {
    size += part.length;
    if (size <= MAX_JSON) parts.push(part);
  });
  try {
    // The last slice is said to be the last, so that a stream that is cut off throws.
    for (let at = 0; at < bytes.length && size <= MAX_JSON; at += SLICE) {
      inflate.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
    }
  } catch {
    throw invalidSession('its characters are damaged, or some are missing');
  }
  if (size > MAX_JSON) throw invalidSession(`it unfolds into more than ${MAX_JSON} bytes`);
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}
