import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StoredAnswer } from '../../src/lab/answers.ts';
import { fileAnswerStore } from './fileAnswerStore.ts';

const folder = mkdtempSync(join(tmpdir(), 'answers-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newPath = () => {
  files += 1;
  return join(folder, `${files}.jsonl`);
};
const answer = (text: string, finishReason: StoredAnswer['finishReason'] = 'stop'): StoredAnswer => ({
  text,
  tokenIds: [1, 2],
  finishReason,
  isDecided: false,
});

describe('a file of answers', () => {
  it('gives back what was written, in the order of the keys, also to the next process', async () => {
    const path = newPath();
    const store = fileAnswerStore(path);
    await store.write([['a', answer('one\ntwo')]]);
    await store.write([['b', answer('three')]]);
    const expected = [answer('three'), null, answer('one\ntwo')];
    expect(await store.read(['b', 'c', 'a'])).toEqual(expected);
    expect(await fileAnswerStore(path).read(['b', 'c', 'a'])).toEqual(expected);
  });

  it('takes the last of several answers with one key', async () => {
    const path = newPath();
    const store = fileAnswerStore(path);
    await store.write([['a', answer('half', null)]]);
    await store.write([['a', answer('whole')]]);
    expect(await fileAnswerStore(path).read(['a'])).toEqual([answer('whole')]);
  });

  it('writes half-written answers now and then, and the rest when asked to', async () => {
    const path = newPath();
    const store = fileAnswerStore(path);
    for (const text of ['a', 'ab', 'abc']) await store.write([['a', answer(text, null)]]);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(await store.read(['a'])).toEqual([answer('abc', null)]);
    store.flush();
    expect(await fileAnswerStore(path).read(['a'])).toEqual([answer('abc', null)]);
  });

  it('survives a line that was cut short, and goes on after it', async () => {
    const path = newPath();
    await fileAnswerStore(path).write([['a', answer('one')]]);
    appendFileSync(path, '{"key":"b","text":"tw');
    const store = fileAnswerStore(path);
    expect(await store.read(['a', 'b'])).toEqual([answer('one'), null]);
    await store.write([['c', answer('three')]]);
    expect(await fileAnswerStore(path).read(['a', 'b', 'c'])).toEqual([answer('one'), null, answer('three')]);
  });

  it('is no file without a path', async () => {
    const store = fileAnswerStore(null);
    await store.write([['a', answer('one')]]);
    expect(await store.read(['a'])).toEqual([answer('one')]);
  });
});
