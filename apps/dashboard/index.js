import { fileURLToPath } from 'node:url'

/** The folder to serve: index.html and all it loads. */
export const dashboardAssets = fileURLToPath(new URL('./dist/', import.meta.url))
