import type { Options } from 'tsup'

type Build = (overrides: Options) => Options
export declare const packageBuild: (entry?: string[]) => Build
