import { packageBuild } from '@bot/tooling/tsup'

export default packageBuild(['src/index.ts', 'src/server/index.ts'])
