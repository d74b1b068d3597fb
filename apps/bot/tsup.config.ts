import { packageBuild } from '@bot/tooling/tsup'

export default packageBuild([
  'src/index.ts',
  'src/cli.ts',
  'src/campaign/main.ts',
  'src/executed/main.ts',
])
