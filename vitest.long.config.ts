import { defineConfig } from 'vitest/config'

const conditions = ['@bot/source', 'module', 'node', 'import', 'default']

/**
 * Soaks and other runs that take minutes: `npx -y pnpm@10 long`. They are not part of `test`.
 *
 * One file at a time, each in a process of its own that can be asked to collect its garbage: a heap is only worth
 * reading then.
 */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['{packages,apps,tests}/**/*.long.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    passWithNoTests: true,
    testTimeout: 600_000,
    fileParallelism: false,
    pool: 'forks',
    execArgv: ['--expose-gc'],
    disableConsoleIntercept: true,
  },
})
