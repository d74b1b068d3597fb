import { defineConfig } from 'vitest/config'

const conditions = ['module', 'node', 'import', 'default']

/**
 * What `pnpm bench` runs. Benches of several packages load their built JavaScript, as a user's program does: sources
 * that vitest transforms reach each import through a getter, which costs a third of the speed.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    benchmark: { include: ['{packages/*/src,apps/*/src,tests}/**/*.bench.ts'] },
    exclude: ['**/node_modules/**'],
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    pool: 'forks',
    fileParallelism: false,
  },
})
