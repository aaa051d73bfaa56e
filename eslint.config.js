import js from '@eslint/js'
import boundaries from 'eslint-plugin-boundaries'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const LAYERS = ['domain', 'importers', 'knowledge', 'storage', 'search', 'sync', 'app', 'ui', 'workers', 'cli']

/** Layers a layer may import from. */
const mayImport = (from, to) => ({
  from: { element: { type: from } },
  allow: [{ to: { element: { type: to } } }],
})

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
      // `[^\u0000-\u007f]` is how a pattern says: beyond ASCII.
      'no-control-regex': 'off',
      // Routes are hashes of our own; see src/ui/router.ts.
      'svelte/no-navigation-without-resolve': 'off',
      // `{' '}` keeps a space that Svelte would trim.
      'svelte/no-useless-mustaches': 'off',
      // Each suppression here is asked for by svelte-check, whose verdict differs.
      'svelte/no-unused-svelte-ignore': 'off',
      // Most maps and sets here live inside one function; what the page follows is $state.raw, replaced as a whole.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['src/**'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [...LAYERS.map((type) => ({ type, pattern: `src/${type}/**`, partialMatch: false }))],
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            mayImport('domain', ['domain']),
            ...['importers', 'knowledge', 'storage', 'search', 'sync'].map((layer) =>
              mayImport(layer, ['domain', layer]),
            ),
            mayImport('app', ['domain', 'app']),
            mayImport('ui', ['domain', 'app', 'ui']),
            mayImport(
              ['workers', 'cli'],
              LAYERS.filter((layer) => layer !== 'ui'),
            ),
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
