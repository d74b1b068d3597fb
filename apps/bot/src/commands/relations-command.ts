import { existsSync } from 'node:fs'
import {
  proposeRelations,
  type Relation,
  type RelationProposal,
  writeRelationFile,
} from '@bot/arbitrage'
import { BotError, type MarketFacts } from '@bot/core'
import type { Config } from '../config/load-config.js'
import { writeFileWhole } from '../effects/write-file-whole.js'
import { namedMarkets } from '../relations/named-markets.js'
import { readRelationFile } from '../relations/read-relation-file.js'
import { surveyMarkets } from '../scan/market-survey.js'
import { withVenue } from '../venue/open-venue.js'
import { readOpenMarkets } from '../venue/read-open-markets.js'
import { printJson, printLine, printTable } from './print.js'

/** What `bot relations propose` was asked: a new file, from listings or, without any, from the venue. */
export type ProposeCommand = Readonly<{ file: string; markets: readonly string[]; json: boolean }>

/** What `bot relations check` was asked; `markets` are listings in which the named markets are looked up. */
export type CheckCommand = Readonly<{ file: string; markets: readonly string[]; json: boolean }>

/** Writes what texts suggest and nothing proves to a new file, for a person to confirm; returns the exit code. */
export const proposeCommand = async (command: ProposeCommand, config: Config): Promise<number> => {
  if (existsSync(command.file)) {
    throw new BotError(
      'invalid-argument',
      `Expected a new file, ${command.file} is there and may hold confirmations; name another`,
      { file: command.file },
    )
  }
  const markets =
    command.markets.length === 0 ? await openMarkets(config) : await factsIn(command.markets)
  const proposals = proposeRelations(markets)
  writeFileWhole(command.file, writeRelationFile(proposals, markets))
  if (command.json) printJson({ file: command.file, markets: markets.length, proposals })
  else printProposals(command.file, markets.length, proposals)
  return 0
}

const openMarkets = (config: Config): Promise<readonly MarketFacts[]> =>
  withVenue(config, async ({ reads }) => {
    const { markets } = await readOpenMarkets(reads, AbortSignal.timeout(120_000))
    return markets
  })

const factsIn = async (files: readonly string[]): Promise<readonly MarketFacts[]> => {
  const known = new Map<string, MarketFacts>()
  for (const file of files) {
    for (const facts of (await surveyMarkets(file)).facts) {
      // Of several listings the first that names a market counts: put the one that says most in front.
      if (!known.has(facts.id)) known.set(facts.id, facts)
    }
  }
  return [...known.values()]
}

const printProposals = (
  file: string,
  markets: number,
  proposals: readonly RelationProposal[],
): void => {
  printLine(`${markets} markets, ${proposals.length} relations proposed in ${file}.`)
  printLine(
    'None is proven and none is traded. Read the rules of each, fill in confirmedBy and confirmedAt, or remove it.',
  )
  if (proposals.length === 0) return
  printTable([
    ['proposed by', 'confidence', 'because'],
    ...proposals.map(({ rule, confidence, because }) => [rule, confidence, because.slice(0, 120)]),
  ])
}

/** Says of each entry of a file whether it may be traded, and what it lacks; exit code 1 when one is refused. */
export const checkCommand = async (command: CheckCommand): Promise<number> => {
  const { confirmed, proposed, refused } = readRelationFile(command.file)
  const known = new Set((await factsIn(command.markets)).map(({ id }) => String(id)))
  const unknown = (relation: Relation): number =>
    command.markets.length === 0
      ? 0
      : [...namedMarkets([relation])].filter((market) => !known.has(market)).length
  const rows = [
    ...confirmed.map((relation) => ({
      ...{ id: relation.id, kind: relation.kind, state: 'confirmed' },
      lacks: unknown(relation) === 0 ? '' : `${unknown(relation)} markets are not in the listing`,
      by: `${relation.evidence['confirmedBy']}, ${relation.evidence['confirmedAt']}`,
    })),
    ...proposed.map((relation) => ({
      ...{ id: relation.id, kind: relation.kind, state: 'not confirmed', by: '' },
      lacks: 'a name in confirmedBy and a date such as 2026-11-20 in confirmedAt',
    })),
    ...refused.map(({ entry, reason }) => ({
      ...{ id: `entry ${entry + 1}`, kind: '', state: 'refused', by: '', lacks: reason },
    })),
  ]
  if (command.json) printJson({ file: command.file, entries: rows })
  else {
    printLine(
      `${confirmed.length} confirmed, ${proposed.length} not confirmed and not traded, ${refused.length} refused`,
    )
    if (rows.length > 0) {
      const cells = rows.map(({ id, kind, state, by, lacks }) => [
        shorten(id),
        kind,
        state,
        by,
        lacks,
      ])
      printTable([['id', 'kind', 'state', 'by', 'lacks'], ...cells])
    }
  }
  return refused.length === 0 ? 0 : 1
}

/** Ids hold whole questions. */
const shorten = (id: string): string => (id.length > 64 ? `${id.slice(0, 61)}...` : id)
