#!/usr/bin/env node
process.stderr.write('bot: no command exists yet\n')
process.exitCode = 1
