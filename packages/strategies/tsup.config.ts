import { packageBuild } from '@bot/tooling/tsup'

export default packageBuild()
