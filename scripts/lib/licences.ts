/** The licences of everything that the built app is made of, as one text that is delivered with it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtPackages, nameOf, readLockfile } from './packages.ts';
import { root } from './setup.mjs';

/** Under `public`, so that every build has it. */
export const LICENCES_FILE = 'public/third-party-licences.txt';

/** Licences that ask for no more than to be named. A package under another one needs a decision first. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

export interface PackageLicence {
  /** names with versions, of those that come with this very text */
  packages: string[];
  /** SPDX */
  licence: string;
  text: string;
}

/** One entry a text, in the order of the first package's name. */
export function readLicences(): PackageLicence[] {
  const lockfile = readLockfile();
  const byText = new Map<string, PackageLicence>();
  for (const path of builtPackages(lockfile)) {
    const { version, license = 'unknown' } = lockfile.get(path)!;
    const text =
      textIn(join(root, path)) ?? `${nameOf(path)} comes without a text of its licence, ${license}.`;
    const entry = byText.get(`${license}\n${text}`) ?? { packages: [], licence: license, text };
    entry.packages.push(`${nameOf(path)} ${version}`);
    byText.set(`${license}\n${text}`, entry);
  }
  return [...byText.values()];
}

/** Packages whose licence is not among those that need no decision. */
export function undecided(licences: readonly PackageLicence[]): string[] {
  const isPermissive = (licence: string) =>
    licence.split(' AND ').every((each) => PERMISSIVE.includes(each.replace(/[()]/g, '')));
  return licences
    .filter(({ licence }) => !isPermissive(licence))
    .flatMap(({ packages, licence }) => packages.map((each) => `${each}: ${licence}`));
}

export function writeLicences(licences: readonly PackageLicence[]): string {
  const head = `Tiller is made with the work of others. Their licences follow; Tiller's own is in LICENSE of its repository.
Models have licences of their own: the embedded ones are named in models/manifest.json.
Written by "npm run licences" from the lockfile and the installed packages.
`;
  const line = '-'.repeat(80);
  const parts = licences.map(
    ({ packages, licence, text }) => `${line}\n${packages.join('\n')}\nLicence: ${licence}\n\n${text}\n`,
  );
  return `${head}\n${parts.join('\n')}`;
}

function textIn(folder: string): string | null {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(name));
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.length === 0 ? null : texts.map(tidy).join('\n\n');
}

/** Line ends and blanks at their ends differ between packages that mean the same. */
function tidy(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}
