// What the window loads at run time. `tsPreCompilationDeps` is off: imports of types are gone, as in the built script.

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'renderer-reaches-no-zod',
      comment:
        'Messages are checked in the main process. A rule that the window needs lives in a file of shared/ without a schema (proof.ts, tenant-rules.ts).',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '(^|/)node_modules/zod/', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
