// The workspace sets `reporter: silent`, so that `npx -y pnpm@10 bot <command> --json` prints JSON and nothing else.
// An install must not fail as silently: this says on stderr that one runs, and how to see why one failed.
const args = process.argv.slice(2)
const installs = ['install', 'i', 'add', 'update', 'remove'].includes(
  args.find((it) => !it.startsWith('-')),
)
if (installs && !args.some((it) => it.startsWith('--reporter'))) {
  process.stderr.write('Installing dependencies ...\n')
  process.on('exit', (code) => {
    if (code)
      process.stderr.write(
        'The install failed. To see why: npx -y pnpm@10 install --reporter=append-only\n',
      )
  })
}
