import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureNode, fingerprint, isInstalled } from './setup.mjs';

describe('ensureNode', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '100.1.0'])('accepts Node %s', (version) => {
    expect(() => ensureNode(version)).not.toThrow();
  });

  it.each(['18.20.4', '20.9.0', '20.18.3'])('refuses Node %s and says which one is needed', (version) => {
    expect(() => ensureNode(version)).toThrow(/needs Node 20\.19 or newer.*Install/);
  });
});

describe('isInstalled', () => {
  const locked = (packages: Record<string, { version: string; optional?: boolean }>) => ({ packages });
  const wanted = locked({
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.2.3' },
    'node_modules/b-for-another-system': { version: '2.0.0', optional: true },
  });

  it('holds when every package is there in its locked version', () => {
    expect(isInstalled(wanted, locked({ 'node_modules/a': { version: '1.2.3' } }))).toBe(true);
  });

  it('fails when a package is missing', () => {
    expect(isInstalled(wanted, locked({}))).toBe(false);
  });

  it('fails when a package has another version, optional or not', () => {
    expect(isInstalled(wanted, locked({ 'node_modules/a': { version: '1.2.4' } }))).toBe(false);
    const other = {
      'node_modules/a': { version: '1.2.3' },
      'node_modules/b-for-another-system': { version: '1.0.0' },
    };
    expect(isInstalled(wanted, locked(other))).toBe(false);
  });
});

describe('fingerprint', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tiller-fingerprint-'));
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'a.ts'), 'a');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stays the same while nothing changes', () => {
    expect(fingerprint(folder)).toBe(fingerprint(folder));
  });

  it('changes when a source file is added, written or removed', () => {
    const first = fingerprint(folder);
    writeFileSync(join(folder, 'src', 'b.ts'), 'b');
    const added = fingerprint(folder);
    utimesSync(join(folder, 'src', 'b.ts'), 1, 1);
    const written = fingerprint(folder);
    expect(new Set([first, added, written]).size).toBe(3);
    rmSync(join(folder, 'src', 'b.ts'));
    expect(fingerprint(folder)).toBe(first);
  });

  it('does not change with tests, which are no part of the build', () => {
    const before = fingerprint(folder);
    writeFileSync(join(folder, 'src', 'a.test.ts'), 'test');
    expect(fingerprint(folder)).toBe(before);
  });
});
