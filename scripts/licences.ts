/** `npm run licences`: writes the licences of everything that the built app is made of, which are delivered with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LICENCES_FILE, readLicences, undecided, writeLicences } from './lib/licences.ts';
import { root } from './lib/setup.mjs';

const licences = readLicences();
const problems = undecided(licences);
if (problems.length > 0) {
  console.error(`These licences need a decision first:\n${problems.join('\n')}`);
  process.exitCode = 1;
} else {
  writeFileSync(join(root, LICENCES_FILE), writeLicences(licences));
  const count = licences.reduce((sum, { packages }) => sum + packages.length, 0);
  console.log(`${LICENCES_FILE}: ${count} packages, ${licences.length} texts`);
}
