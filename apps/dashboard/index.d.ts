/** The folder to serve: `index.html` and all it loads. It exists once the package is built. */
export declare const dashboardAssets: string
export type { PageData } from './page-data.js'
