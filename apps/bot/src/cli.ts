#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander'
import type { ExchangeCommand } from './commands/exchange-command.js'
import { describeFailure } from './commands/fail.js'
import { loadConfig } from './config/load-config.js'
import { VERSION } from './version.js'

const config = () => loadConfig(process.env, process.cwd())

const share = (text: string): number => {
  const value = Number(text)
  if (!(value > 0.5 && value <= 1))
    throw new InvalidArgumentError('expected a price above 0.5, at most 1')
  return value
}
const positive = (text: string): number => {
  const value = Number(text)
  if (!(Number.isInteger(value) && value > 0))
    throw new InvalidArgumentError('expected a whole number above 0')
  return value
}

/** Runs a command and ends the process with its code; a failure becomes a sentence, not a stack trace. */
const ending =
  <A extends readonly unknown[]>(task: (...given: A) => Promise<number>) =>
  async (...given: A): Promise<void> => {
    try {
      process.exitCode = await task(...given)
    } catch (thrown) {
      process.stderr.write(`bot: ${describeFailure(thrown)}`)
      process.exitCode = 1
    }
  }

const program = new Command('bot')
  .description('Trades prediction markets, on paper unless told otherwise. Trading can lose money.')
  .version(VERSION)
  .showHelpAfterError()

program
  .command('run')
  .description('start the bot with its dashboard')
  .option('--fresh', 'start anew; what an earlier run left is kept aside')
  .option('--json', 'print one JSON line when it is up')
  .action(
    ending(async (options: { fresh?: boolean; json?: boolean }) => {
      const { runCommand } = await import('./commands/run-command.js')
      return runCommand(
        { fresh: options.fresh ?? false, json: options.json ?? false },
        await config(),
      )
    }),
  )

program
  .command('replay')
  .description('run recordings, or journals of earlier runs, through the same loop')
  .argument('<folders...>', 'recording folders, or journal folders with --from-journal')
  .option('--json', 'print one JSON object')
  .option('--journal <folder>', 'keep a journal of each recording below this folder')
  .option('--from-journal', 'the folders are journals: decide again and compare')
  .action(
    ending(
      async (
        folders: string[],
        options: { json?: boolean; journal?: string; fromJournal?: boolean },
      ) => {
        const { replayCommand } = await import('./commands/replay-command.js')
        const { json = false, journal, fromJournal = false } = options
        const command = {
          folders,
          json,
          fromJournal,
          ...(journal === undefined ? {} : { journal }),
        }
        return replayCommand(command, await config())
      },
    ),
  )

program
  .command('record')
  .description('record the market channel into a folder that replay can run')
  .argument('<folder>', 'a new folder')
  .option('--minutes <minutes>', 'stop after so many minutes', positive)
  .option('--tokens <count>', 'most tokens to record', positive, 100)
  .option('--json', 'print one JSON object at the end')
  .action(
    ending(
      async (folder: string, options: { minutes?: number; tokens: number; json?: boolean }) => {
        const { recordCommand } = await import('./commands/record-command.js')
        return recordCommand({ folder, json: false, ...options }, await config())
      },
    ),
  )

program
  .command('scan')
  .description('look for arbitrage now, without trading')
  .option(
    '--markets <file>',
    'look at a file of Gamma or CLOB markets: what is tradable, what it proves',
  )
  .option('--relations <file>', 'relations that a person confirmed, in place of RELATIONS_FILE')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (options: { markets?: string; relations?: string; json?: boolean }) => {
      const { scanCommand } = await import('./commands/scan-command.js')
      return scanCommand({ json: false, ...options }, await config())
    }),
  )

const relations = program
  .command('relations')
  .description('propose relations between markets for a person to confirm, or check such a file')
relations
  .command('propose')
  .description(
    'write a new file of relations that texts suggest; none is traded before you confirm it',
  )
  .argument('<file>', 'a new JSON file')
  .option('--markets <files...>', 'listings of Gamma or the CLOB; without them the venue is asked')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (file: string, options: { markets?: string[]; json?: boolean }) => {
      const { proposeCommand } = await import('./commands/relations-command.js')
      return proposeCommand({ file, markets: [], json: false, ...options }, await config())
    }),
  )
relations
  .command('check')
  .description('say which entries of a file may be traded, and what the others lack')
  .argument('<file>', 'a file of relations')
  .option('--markets <files...>', 'listings in which the named markets are looked up')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (file: string, options: { markets?: string[]; json?: boolean }) => {
      const { checkCommand } = await import('./commands/relations-command.js')
      return checkCommand({ file, markets: [], json: false, ...options })
    }),
  )

program
  .command('match')
  .description(
    'say which contracts of Polymarket and Kalshi are the same, and why the others are not',
  )
  .argument(
    '<polymarket>',
    'a listing of Gamma or the CLOB: a JSON file, plain or gzipped, or a folder',
  )
  .argument('<kalshi>', 'a listing of Kalshi: a JSON file, plain or gzipped, or a folder')
  .option('--confirmations <file>', 'what a person settled that the texts leave open')
  .option('--pairs <count>', 'how many pairs to print field by field', positive, 5)
  .option('--json', 'print one JSON object with every pair')
  .action(
    ending(
      async (
        polymarket: string,
        kalshi: string,
        options: { confirmations?: string; pairs: number; json?: boolean },
      ) => {
        const { matchCommand } = await import('./commands/match-command.js')
        return matchCommand({ polymarket, kalshi, json: false, ...options })
      },
    ),
  )

program
  .command('exchange')
  .description('run the simulated exchange alone and print its addresses')
  .option('--port <port>', 'port to listen on', positive)
  .option(
    '--own-ports',
    'Gamma, CLOB and Data on a port each, for clients that drop the path of an address',
  )
  .option('--seed <seed>', 'seed of the simulated world', positive)
  .option('--speed <factor>', 'how much faster than real time', positive)
  .option('--empty', 'without population: only what you make by requests')
  .option('--faults <json>', 'faults to set at the start: JSON, or a file of it')
  .option('--script <file>', 'JSON lines: what to do, at which second after the start')
  .option('--json', 'print the addresses as one JSON line')
  .action(
    ending(async (options: Partial<ExchangeCommand>) => {
      const { exchangeCommand } = await import('./commands/exchange-command.js')
      return exchangeCommand({ json: false, ...options }, await config())
    }),
  )

program
  .command('whales')
  .description('profile the wallets of trade files (CSV, JSON or JSON lines, plain or gzipped)')
  .argument('<files...>', 'trade files of any known format')
  .option('--json', 'print one JSON object')
  .option('--top <count>', 'how many wallets to print', positive, 20)
  .addOption(
    new Option('--by <number>', 'what to sort the wallets by that were not found skilled')
      .choices(['volume', 'profit'])
      .default('volume'),
  )
  .option('--infer-winners <price>', 'a last price at or above this names the winner', share, 0.99)
  .option('--no-infer-winners', 'withhold what the files do not prove')
  .option('--books <recordings...>', 'recordings at whose books copying the wallets is tried')
  .option('--prints', 'try copying at what others traded later, where no book was recorded')
  .action(
    ending(
      async (
        files: string[],
        options: {
          books?: string[]
          prints?: boolean
          json?: boolean
          top: number
          by: 'volume' | 'profit'
          inferWinners: number | false
        },
      ) => {
        const { whalesCommand } = await import('./commands/whales-command.js')
        const inferAt = options.inferWinners === false ? undefined : options.inferWinners
        const { inferWinners: _, ...rest } = options
        return whalesCommand({ json: false, ...rest, files, inferAt }, await config())
      },
    ),
  )

program
  .command('doctor')
  .description('check the machine, the hosts and the settings')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (options: { json?: boolean }) => {
      const { doctorCommand } = await import('./commands/doctor-command.js')
      return doctorCommand(options.json ?? false, await config())
    }),
  )

program
  .command('config')
  .description('show every setting, its value, its source and its meaning')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (options: { json?: boolean }) => {
      const { configCommand } = await import('./commands/config-command.js')
      configCommand(await config(), options.json ?? false)
      return 0
    }),
  )

const journal = program.command('journal').description('check or export a journal')
journal
  .command('verify')
  .argument('<folder>', 'a journal folder')
  .option('--json', 'print one JSON object')
  .action(
    ending(async (folder: string, options: { json?: boolean }) => {
      const { verifyCommand } = await import('./commands/journal-command.js')
      return verifyCommand(folder, options.json ?? false)
    }),
  )
journal
  .command('export')
  .description('print every entry as a line of JSON')
  .argument('<folder>', 'a journal folder')
  .option('--after <seq>', 'only entries after this seq', positive)
  .option('--json', 'has no effect: the output is JSON lines already')
  .action(
    ending(async (folder: string, options: { after?: number }) => {
      const { exportCommand } = await import('./commands/journal-command.js')
      return exportCommand(folder, options.after ?? 0)
    }),
  )

/** Who reads may stop reading: `bot journal export ... | head` is no failure. */
process.stdout.on('error', (thrown: NodeJS.ErrnoException) => {
  if (thrown.code === 'EPIPE') process.exit(0)
  throw thrown
})

await program.parseAsync()
