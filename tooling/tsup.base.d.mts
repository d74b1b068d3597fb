import type { Options } from 'tsup'

/** The build of one package; every path below src/ keeps its place below dist/. */
export declare const packageBuild: (entry?: string[]) => Options
