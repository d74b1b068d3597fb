import { badFile } from './bad-file.js'
import type { SqlDatabase } from './sql-database.js'

/** The columns of the Data API's trades, by the names of its two contracts. */
const NAMES = {
  wallet: ['proxyWallet', 'proxy_wallet'],
  at: ['timestamp'],
  market: ['conditionId', 'condition_id'],
  event: ['eventSlug', 'event_slug'],
  index: ['outcomeIndex', 'outcome_index'],
  outcome: ['outcome'],
  side: ['side'],
  size: ['size'],
  price: ['price'],
  transaction: ['transactionHash', 'transaction_hash'],
} as const

const NEEDED = ['wallet', 'at', 'market', 'side', 'size', 'price'] as const

/** Writes the select that turns a file's rows into those of the table, rounded as rows from elsewhere are. */
export const selectFromFile = async (database: SqlDatabase, path: string): Promise<string> => {
  const source = database.readFile?.(path)
  if (source === undefined) throw badFile('a database that reads files', path)
  const present = await columnsOf(database, source, path)
  const column = (name: keyof typeof NAMES): string => {
    const found = NAMES[name].find((each) => present.has(each))
    return found === undefined ? 'null' : `cast("${found}" as varchar)`
  }
  for (const name of NEEDED) {
    if (column(name) === 'null') throw badFile(`a column ${NAMES[name].join(' or ')}`, path)
  }
  const at = column('at')
  // Eighteen digits are a number of the machine, and read many times faster than more; a product with a million would be
  // too many, so that whole shares and parts are counted apart.
  const shares = `cast(${column('size')} as decimal(18, 6))`
  const size = `(cast(floor(${shares}) as bigint) * 1000000
    + cast((${shares} - floor(${shares})) * 1000000 as bigint))`
  // A size in millionths times a price of eighteen places fits the 38 digits of a decimal.
  const price = `cast(${column('price')} as decimal(20, 18))`
  const index = `try_cast(${column('index')} as integer)`
  return `select lower(${column('wallet')}),
    coalesce(try_cast(${at} as bigint), cast(epoch(try_cast(${at} as timestamp)) as bigint)),
    ${column('market')}, nullif(${column('event')}, ''),
    case when ${index} between 0 and 998 then '#' || ${index} else lower(${column('outcome')}) end,
    lower(${column('side')}), ${size},
    cast(round(cast(${size} as decimal(18, 0)) * ${price}) as bigint),
    coalesce(${column('transaction')}, '')
    from ${source} where ${column('side')} in ('BUY', 'SELL')`
}

const columnsOf = async (
  database: SqlDatabase,
  source: string,
  path: string,
): Promise<ReadonlySet<string>> => {
  try {
    const described = await database.all(`describe select * from ${source}`)
    return new Set(described.map((row) => String(row['column_name'])))
  } catch (cause) {
    throw badFile('a file of rows', path, cause)
  }
}
