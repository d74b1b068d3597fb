/** The version that journals and pages show; `version.test.ts` holds it to package.json. */
export const VERSION = '0.0.0'
