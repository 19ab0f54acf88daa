/** Documents that stay true: links lead somewhere, commands exist, each block of code runs or says why it does not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/core/errors.ts';
import { root } from '../lib/setup.mjs';
import { anchorsOf, codeBlocks, documents, localLinks, readDocument } from './markdown.ts';

const NOT_RUN = 'not run here: ';
const RUN_BY = 'run by ';

const blocks = documents().flatMap(codeBlocks);
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

describe.each(documents())('%s', (document) => {
  it('has no link that leads nowhere', () => {
    const broken = localLinks(document).filter(({ path, anchor }) => {
      if (!existsSync(join(root, path))) return true;
      return anchor !== '' && path.endsWith('.md') && !anchorsOf(path).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names commands that exist', () => {
    const named = [...readDocument(document).matchAll(/\bnpm run ([a-z][a-z0-9:-]*)/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('names files of the repository that exist', () => {
    const named = [
      ...readDocument(document).matchAll(/`((?:src|workers|scripts|e2e|docs|public|results)\/[\w./-]+)`/g),
    ].map(([, path]) => path!);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('blocks of code', () => {
  it('each is run by a test that exists, or says why it is not', () => {
    const unclear = blocks.filter(({ language, note }) => {
      if (language === '' || note.startsWith(NOT_RUN)) return false;
      return !note.startsWith(RUN_BY) || !existsSync(join(root, note.slice(RUN_BY.length)));
    });
    expect(unclear.map(({ document, line }) => `${document}:${line}`)).toEqual([]);
  });

  it('docs/README.md lists those that are not run', () => {
    const list = readDocument('docs/README.md');
    const missing = blocks.filter(
      ({ note }) => note.startsWith(NOT_RUN) && !list.includes(note.slice(NOT_RUN.length)),
    );
    expect(missing.map(({ document, line }) => `${document}:${line}`)).toEqual([]);
  });
});

it('docs/README.md says of every command which test runs it, or why none does', () => {
  const list = readDocument('docs/README.md');
  expect(scripts.filter((name) => !list.includes(`| \`${name}\` |`))).toEqual([]);
});

it('docs/troubleshooting.md explains every error code, and no other', () => {
  const rows = [...readDocument('docs/troubleshooting.md').matchAll(/^\| `(\w+)` \|/gm)].map(
    ([, code]) => code!,
  );
  expect(rows.sort()).toEqual([...ERROR_CODES].sort());
});
