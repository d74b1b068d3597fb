import { defineConfig } from 'tsup'

/**
 * The one build base: ESM for Node 20, mapped to the sources, dependencies left as imports.
 * Declarations come from tsc (tsconfig.declarations.json), so that starting the bot never waits for them.
 *
 * @param {string[]} entry Entry files; the path below src/ becomes the path below dist/.
 */
export const packageBuild = (entry = ['src/index.ts']) =>
  defineConfig({
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    outDir: 'dist',
    splitting: true,
    sourcemap: true,
    clean: ['!**/*.d.ts', '!**/*.d.ts.map'],
    silent: true,
    removeNodeProtocol: false,
  })
