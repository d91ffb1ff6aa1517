import sonarjs from 'eslint-plugin-sonarjs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const folders = ['model', 'protocol', 'drawing', 'formats', 'client', 'trainer', 'webview', 'host', 'cli'];

/** What a folder of `src` may import besides itself: the architecture's rule, one row a folder. */
const allowed = {
  model: { folders: [], packages: [] },
  protocol: { folders: ['model'], packages: [] },
  drawing: { folders: ['model', 'protocol'], packages: ['elkjs*'] },
  formats: { folders: ['model', 'protocol', 'drawing'], packages: ['node:*'] },
  client: { folders: ['model', 'protocol', 'drawing', 'formats'], packages: ['node:*'] },
  trainer: { folders: ['model', 'protocol', 'drawing', 'formats'], packages: ['node:*', '@tensorflow/*'] },
  webview: { folders: ['model', 'protocol', 'drawing'], packages: ['elkjs*'] },
  host: { folders: ['model', 'protocol', 'drawing', 'formats', 'client'], packages: ['node:*', 'vscode'] },
  cli: { folders: ['model', 'protocol', 'drawing', 'formats', 'client'], packages: ['node:*'] },
};

/** Packages that not every folder may import. */
const packages = ['vscode', 'node:*', '@tensorflow/*', 'elkjs*'];

function forbiddenTo(folder) {
  const own = allowed[folder];
  const others = folders.filter((other) => other !== folder && !own.folders.includes(other));
  return [...packages.filter((name) => !own.packages.includes(name)), ...others.map((other) => `**/${other}/**`)];
}

const boundaries = folders.map((folder) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: forbiddenTo(folder),
            message: `src/${folder} may not import this (see "How the code is laid out" in the README).`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'out', '.cache', 'artifacts', 'node_modules', 'runs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { sonarjs },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json'],
        tsconfigRootDir: path.dirname(fileURLToPath(import.meta.url)),
      },
    },
    rules: {
      'sonarjs/cognitive-complexity': ['error', 8],
      'max-params': ['error', 3],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  ...boundaries,
);
