/**
 * `npm run audit`: asks the registry for known holes in the packages of the built app. Exit 0: it answered, and there is no
 * high or critical one; 1: there is; 2: it did not answer, which is no good news and is said so.
 */
import { builtPackages, nameOf } from './lib/packages.ts';
import { runNpm } from './lib/setup.mjs';

interface Advisory {
  name: string;
  severity: 'info' | 'low' | 'moderate' | 'high' | 'critical';
  range: string;
}

const { output } = runNpm(['audit', '--omit=dev', '--json', '--audit']);
const report = parse(output);

if (!report) {
  console.error(
    'NOT AUDITED: the registry did not answer the question for known holes. Nothing is known about them now.\n' +
      `Run it where https://registry.npmjs.org can be reached. What npm said:\n${output.trim().slice(-600)}`,
  );
  process.exitCode = 2;
} else {
  const built = new Set(builtPackages().map(nameOf));
  const found = Object.values(report).filter(
    ({ severity }) => severity === 'high' || severity === 'critical',
  );
  for (const { name, severity, range } of Object.values(report)) {
    console.log(`${severity}: ${name} ${range}${built.has(name) ? '' : ' (not in the built app)'}`);
  }
  const serious = found.filter(({ name }) => built.has(name));
  console.log(
    `${built.size} packages of the built app audited: ${serious.length} with a high or critical advisory`,
  );
  process.exitCode = serious.length > 0 ? 1 : 0;
}

/** @returns null for anything but a report: npm also writes its errors as JSON */
function parse(text: string): Record<string, Advisory> | null {
  const start = text.indexOf('{');
  try {
    const value = JSON.parse(text.slice(start, text.lastIndexOf('}') + 1)) as {
      vulnerabilities?: Record<string, Advisory>;
    };
    return value.vulnerabilities ?? null;
  } catch {
    return null;
  }
}
