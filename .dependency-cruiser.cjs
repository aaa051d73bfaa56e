const adapters = 'importers|knowledge|storage|search|sync'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '^src/ui/markdown/(Inlines|Blocks)' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^src/', pathNot: '^src/domain/' },
    },
    {
      name: 'domain-uses-no-platform',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/(dexie|yjs|y-webrtc|svelte|lib0)/' },
    },
    {
      name: 'adapters-know-only-domain',
      severity: 'error',
      from: { path: `^src/(${adapters})/` },
      to: { path: '^src/', pathNot: ['^src/domain/', '^src/$1/'] },
    },
    {
      name: 'app-knows-only-domain',
      severity: 'error',
      from: { path: '^src/app/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain|app)/' },
    },
    {
      name: 'ui-knows-app-and-domain',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/', pathNot: '^src/(domain|app|ui)/' },
    },
    { name: 'workers-have-no-ui', severity: 'error', from: { path: '^src/(workers|cli)/' }, to: { path: '^src/ui/' } },
    {
      name: 'nothing-imports-a-root',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/((main[^/]*|receive)\\.ts|workers/|cli/)' },
      to: { path: '^src/((main[^/]*|receive)\\.ts|workers/|cli/)' },
    },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.ts$', '^src/cli/', '^src/importers/fixtures/'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(svelte|@types)/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      // `hast` is a package of types only, @types/hast.
      to: { couldNotResolve: true, pathNot: '\\?|^virtual:|^hast$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.svelte'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types', 'svelte'],
    },
  },
}
