/**
 * Whether the tab that holds a model is still there. Its lock alone does not say so: Chromium keeps the locks of a worker that
 * hangs in an operation on files, even after the page has ended it. Whoever holds a model answers when it is asked.
 */

const CHANNEL = 'tiller-model-holders';

interface Word {
  kind: 'ask' | 'here';
  key: string;
}

/** Null where the browser has none: then nobody is asked, and a lock is believed. */
function openChannel(onWord: (word: Word) => void): BroadcastChannel | null {
  if (!globalThis.BroadcastChannel) return null;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: { data: Word }) => onWord(data);
  // in Node an open channel would keep a finished script alive
  (channel as { unref?: () => void }).unref?.();
  return channel;
}

/** Answers for a model that is held. @returns the way to stop, once it is let go */
export function answerFor(key: string): () => void {
  const channel = openChannel((word) => {
    if (word.kind === 'ask' && word.key === key) channel?.postMessage({ kind: 'here', key } satisfies Word);
  });
  return () => channel?.close();
}

/**
 * Asks for whoever holds a model.
 * @param onHere called at each answer
 * @param everyMs between two questions; a holder that writes a piece answers after it
 * @returns the way to stop; null where nobody can be asked
 */
export function askFor(key: string, onHere: () => void, everyMs: number): (() => void) | null {
  const channel = openChannel((word) => {
    if (word.kind === 'here' && word.key === key) onHere();
  });
  if (!channel) return null;
  const ask = () => channel.postMessage({ kind: 'ask', key } satisfies Word);
  const timer = setInterval(ask, everyMs);
  ask();
  return () => {
    clearInterval(timer);
    channel.close();
  };
}
