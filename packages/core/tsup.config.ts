import { packageBuild } from '@bot/tooling/tsup'

export default packageBuild([
  'src/index.ts',
  'src/book/index.ts',
  'src/strategy/index.ts',
  'src/testing/index.ts',
])
