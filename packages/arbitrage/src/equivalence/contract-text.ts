/**
 * What a venue publishes of a contract that pays one dollar when YES happens.
 *
 * `rules` is the whole text that decides; `outcome` what YES stands for where the title does not say it; `sources` who
 * decides, where the venue names them in a field of its own. `open`: it can be traded now.
 */
export type ContractText = Readonly<{
  venue: string
  id: string
  title: string
  outcome?: string
  rules?: string
  sources?: readonly string[]
  open: boolean
}>

/** Which contract of which venue. */
export type ContractRef = Readonly<{ venue: string; id: string }>
