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
          name: 'together',
          include: ['{tests,examples,templates,tooling}/**/*.test.ts'],
          exclude,
          testTimeout: 20_000,
          benchmark: { include: ['tests/**/*.bench.ts'], exclude },
        },
      },
    ],
  },
})
