import { defineConfig } from 'vitest/config'

const pure = [
  'adaptive',
  'arbitrage',
  'cascade',
  'core',
  'engine',
  'executor',
  'strategies',
  'whale-tracker',
]
const conditions = ['@bot/source', 'module', 'node', 'import', 'default']
/** Far more than anything takes: a test fails by what it sees, not because a machine is busy. */
const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000, interval: 20 } },
}
const source = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const exclude = ['**/node_modules/**', '**/dist/**', '**/*.long.test.ts']
const folders = `{${pure.join(',')}}`

export default defineConfig({
  ...source,
  test: {
    passWithNoTests: true,
    projects: [
      {
        ...source,
        test: {
          ...patience,
          name: 'pure',
          include: [`packages/${folders}/src/**/*.test.ts`],
          exclude,
          isolate: false,
          pool: 'threads',
          benchmark: { include: [`packages/${folders}/src/**/*.bench.ts`] },
        },
      },
      {
        ...source,
        test: {
          ...patience,
          name: 'io',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts'],
          exclude: [...exclude, `packages/${folders}/**`],
          benchmark: {
            include: ['packages/*/src/**/*.bench.ts', 'apps/*/src/**/*.bench.ts'],
            exclude: [...exclude, `packages/${folders}/**`],
          },
        },
      },
      {
        ...source,
        test: {
          ...patience,
          name: 'together',
          include: ['{tests,examples,templates,tooling}/**/*.test.ts'],
          exclude,
          benchmark: { include: ['tests/**/*.bench.ts'], exclude },
        },
      },
    ],
  },
})
