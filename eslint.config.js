import sonarjs from 'eslint-plugin-sonarjs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

/** What a folder of `src` may not import: the architecture's rule, one row a folder. */
const forbidden = {
  model: [
    'vscode',
    'node:*',
    '@tensorflow/*',
    'elkjs*',
    '**/protocol/*',
    '**/drawing/**',
    '**/trainer/**',
    '**/host/**',
    '**/webview/**',
    '**/client/**',
    '**/formats/**',
    '**/cli/**',
  ],
  protocol: [
    'vscode',
    'node:*',
    '@tensorflow/*',
    'elkjs*',
    '**/drawing/**',
    '**/trainer/**',
    '**/host/**',
    '**/webview/**',
    '**/client/**',
    '**/formats/**',
    '**/cli/**',
  ],
  drawing: [
    'vscode',
    'node:*',
    '@tensorflow/*',
    '**/client/**',
    '**/formats/**',
    '**/trainer/**',
    '**/host/**',
    '**/webview/**',
    '**/cli/**',
  ],
  formats: [
    'vscode',
    '@tensorflow/*',
    'elkjs*',
    '**/client/**',
    '**/trainer/**',
    '**/host/**',
    '**/webview/**',
    '**/cli/**',
  ],
  client: ['vscode', '@tensorflow/*', 'elkjs*', '**/trainer/**', '**/host/**', '**/webview/**', '**/cli/**'],
  trainer: ['vscode', 'elkjs*', '**/client/**', '**/host/**', '**/webview/**', '**/cli/**'],
  webview: [
    'vscode',
    'node:*',
    '@tensorflow/*',
    '**/client/**',
    '**/formats/**',
    '**/trainer/**',
    '**/host/**',
    '**/cli/**',
  ],
  host: ['@tensorflow/*', 'elkjs*', '**/trainer/**', '**/webview/**', '**/cli/**'],
  cli: ['vscode', '@tensorflow/*', 'elkjs*', '**/trainer/**', '**/host/**', '**/webview/**'],
};

const boundaries = Object.entries(forbidden).map(([folder, group]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group, message: `src/${folder} may not import this (see "How the code is laid out" in the README).` },
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
