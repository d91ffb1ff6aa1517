// Runs in a process of its own: `node mochaProcess.mjs COUNTS_FILE TEST_FILE…` prints mocha's report and writes the counts.
import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

const [countsFile, ...files] = process.argv.slice(2);
const exitLimitMs = 10_000;
/** Characters of a failure's message that the end of a run repeats. */
const longestFault = 400;

// "exit" handlers, which end what the tests have started, run on a signal too
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }))
  process.on(signal, () => process.exit(code));

const mocha = new Mocha({ timeout: 60_000, reporter: 'spec', slow: 2_000 });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
const faults = [];
const runner = mocha.run((failures) => {
  const { total, stats } = runner;
  const unrun = total - stats.passes - stats.failures;
  if (unrun > 0) console.log(`${unrun} tests did not run; each counts as failed.`);
  writeFileSync(countsFile, JSON.stringify({ passed: stats.passes, failed: failures + Math.max(unrun, 0), faults }));
  setTimeout(complainOfLeftovers, exitLimitMs).unref();
});

runner.on('fail', (test, { message = '' }) => faults.push(`${test.fullTitle()}: ${message.slice(0, longestFault)}`));

/** A test that leaves a process, server or timer behind would keep this process alive for ever. */
function complainOfLeftovers() {
  console.log(`The tests are done, but left open: ${process.getActiveResourcesInfo().join(', ')}.`);
  process.exit(1);
}
