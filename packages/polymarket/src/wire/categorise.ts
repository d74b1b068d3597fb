const CATEGORIES: readonly (readonly [string, RegExp])[] = [
  [
    'crypto',
    /\b(crypto\w*|bitcoin|ethereum|solana|xrp|dogecoin|btc|eth|sol|defi|nfts?|airdrops?)\b/,
  ],
  ['weather', /\b(weather|temperatures?|climate|global temp|hurricanes?|hottest)\b/],
  ['mentions', /\b(mentions?|will .{1,60} say)\b/],
  [
    'sports',
    /\b(sports?|esports|nba|nfl|mlb|nhl|wnba|ncaa\w*|cfb|cbb|soccer|football|basketball|baseball|hockey|tennis|golf|ufc|mma|boxing|cricket|chess|f1|epl|olympics|cs2|dota2?|lol|val|atp|wta|ucl|grand prix|head coach|drafted|vs|beat)\b/,
  ],
  [
    'geopolitics',
    /\b(geopolitics|ukraine|russia|israel|gaza|iran|china|taiwan|middle east|foreign policy|ceasefire)\b/,
  ],
  ['economics', /\b(econom\w*|fed|fomc|inflation|cpi|interest rates?|unemployment|gdp)\b/],
  ['finance', /\b(finance|stocks?|earnings|ipos?|indices|commodities|gold|equities)\b/],
  [
    'politics',
    /\b(politics|elections?|primar\w+|trump|biden|congress|senate|president\w*|governor|us current affairs)\b/,
  ],
  ['tech', /\b(tech\w*|ai|openai|spacex|science|space|apps?)\b/],
  [
    'culture',
    /\b(culture|movies?|music|awards|oscars|grammys|tv|celebrit\w+|art|entertainment|box office|youtube)\b/,
  ],
]

/** What a market says of its kind, best hint first; each is any number of words. */
export type CategoryHints = Readonly<{
  sports: boolean
  feeType: unknown
  texts: readonly string[]
}>

/**
 * Names a market's category: `sports` where the venue says so, else by its fee type, else by the first text that
 * names one, else `other`.
 */
export const categorise = ({ sports, feeType, texts }: CategoryHints): string => {
  if (sports) return 'sports'
  const all = typeof feeType === 'string' ? [feeType, ...texts] : texts
  for (const text of all) {
    const words = text.toLowerCase().replaceAll(/[-_]/g, ' ')
    const found = CATEGORIES.find(([, pattern]) => pattern.test(words))
    if (found !== undefined) return found[0]
  }
  return 'other'
}
