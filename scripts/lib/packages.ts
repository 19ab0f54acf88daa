/** The packages of the lockfile, and which of them the built app is made of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

export interface LockedPackage {
  version: string;
  integrity?: string;
  resolved?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

export interface Manifest {
  version: string;
  license: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
}

export const readManifest = (): Manifest => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** By path: `node_modules/NAME`, deeper where a package has one of its own. */
export function readLockfile(): Map<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const { '': _, ...others } = packages;
  return new Map(Object.entries(others));
}

/** What follows the last `node_modules/` of a path. */
export const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Types, which are gone when the app is built, and the empty packages that stand for binaries: see package.json. */
const NO_CODE = /^(@types\/.+|undici-types|csstype|onnxruntime-node|sharp)$/;

/** Paths of the packages whose code can be in the built app, by name. */
export function builtPackages(lockfile = readLockfile()): string[] {
  return [...lockfile]
    .filter(([path, { dev, optional, devOptional }]) => {
      const isOnlyForWork = dev || optional || devOptional;
      return !isOnlyForWork && !NO_CODE.test(nameOf(path));
    })
    .map(([path]) => path)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
