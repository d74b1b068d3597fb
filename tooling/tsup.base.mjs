import { defineConfig } from 'tsup'

/**
 * The one build base: ESM for Node 20, sources mapped, dependencies left as imports.
 * Declarations are a step of their own (`tsup --dts-only`), so that starting the bot never waits for them.
 *
 * @param {string[]} entry Entry files; the path below src/ becomes the path below dist/.
 */
export const packageBuild = (entry = ['src/index.ts']) =>
  defineConfig((options) => ({
    entry,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    outDir: 'dist',
    splitting: true,
    sourcemap: true,
    clean: false,
    silent: !options.dts,
    removeNodeProtocol: false,
  }))
