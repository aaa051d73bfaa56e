import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const LAYERS = ['domain', 'importers', 'knowledge', 'storage', 'search', 'sync', 'app', 'ui', 'workers', 'cli']

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'public/', 'docs/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      // Checked where they matter: an index that is in bounds by construction says so with `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-undef': 'off',
      eqeqeq: 'error',
      // Routes are hashes of our own; see src/ui/router.ts.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['src/**'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        ...LAYERS.map((type) => ({ type, pattern: `src/${type}/**`, mode: 'full' })),
        { type: 'main', pattern: 'src/main.ts', mode: 'full' },
      ],
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          rules: [
            { from: 'domain', allow: ['domain'] },
            ...['importers', 'knowledge', 'storage', 'search', 'sync'].map((type) => ({
              from: type,
              allow: ['domain', type],
            })),
            { from: 'app', allow: ['domain', 'app'] },
            { from: 'ui', allow: ['domain', 'app', 'ui'] },
            { from: ['workers', 'cli'], allow: LAYERS.filter((layer) => layer !== 'ui') },
            { from: 'main', allow: LAYERS },
          ],
        },
      ],
    },
  },
  {
    files: ['src/domain/**'],
    rules: { 'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'indexedDB'] },
  },
)
