import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LICENCES_FILE, readLicences, undecided, writeLicences } from './licences.ts';
import { builtPackages, nameOf, readLockfile, readManifest } from './packages.ts';
import { root } from './setup.mjs';

const manifest = readManifest();
const lockfile = readLockfile();
const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

describe('what is installed', () => {
  it('is asked for in exact versions, and locked in them', () => {
    for (const [name, version] of asked) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lockfile.get(`node_modules/${name}`)?.version, name).toBe(version);
    }
    for (const [name, version] of Object.entries(manifest.overrides)) {
      expect(version, name).toMatch(/^(\$[\w-]+|npm:[\w-]+@\d+\.\d+\.\d+)$/);
    }
  });

  it('is known by its hash, every package of it', () => {
    for (const [path, { integrity }] of lockfile) expect(integrity, path).toMatch(/^sha512-[\w+/]{86}==$/);
  });

  it('comes from a registry: no address of a repository or an archive stands in the lockfile', () => {
    const addresses = [...lockfile].filter(([, { resolved }]) => resolved !== undefined);
    expect(
      addresses.filter(([, { resolved }]) => !/^https:\/\/registry\.npmjs\.org\//.test(resolved!)),
    ).toEqual([]);
  });

  it('runs no script of its own when it is installed', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const wanting = [...lockfile]
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => nameOf(path));
    // both only look whether they were installed well; a newcomer to this list has to be looked at
    expect(
      [...new Set(wanting)].filter((name) => !['esbuild', 'protobufjs', 'fsevents'].includes(name)),
    ).toEqual([]);
  });

  it('holds no binaries in the place of the two packages that download some', () => {
    for (const name of ['onnxruntime-node', 'sharp']) {
      expect(manifest.overrides[name]).toBe('npm:empty-npm-package@1.0.0');
      expect(lockfile.get(`node_modules/${name}`)?.version, name).toBe('1.0.0');
    }
  });

  it('holds one copy of each package that must not be there twice', () => {
    for (const name of ['react', 'react-dom', 'onnxruntime-web', 'onnxruntime-common', 'zustand']) {
      const copies = [...lockfile.keys()].filter((path) => nameOf(path) === name);
      expect(copies, name).toEqual([`node_modules/${name}`]);
    }
  });
});

describe('the licences of what is delivered', () => {
  const licences = readLicences();

  it('ask for no more than to be named', () => {
    expect(undecided(licences)).toEqual([]);
    expect(undecided([{ packages: ['x 1.0.0'], licence: 'GPL-3.0-only', text: '' }])).toEqual([
      'x 1.0.0: GPL-3.0-only',
    ]);
  });

  it('are named with every package of the built app', () => {
    const named = licences.flatMap(({ packages }) => packages);
    expect(named).toHaveLength(builtPackages().length);
    for (const name of Object.keys(manifest.dependencies)) {
      expect(named).toContain(`${name} ${manifest.dependencies[name]}`);
    }
  });

  it('are written down as they are now: else run "npm run licences"', () => {
    expect(readFileSync(join(root, LICENCES_FILE), 'utf8')).toBe(writeLicences(licences));
  });
});
