/** `banned` may do nothing, `closed-only` may sell what it holds and cancel. */
export type Standing = 'good' | 'closed-only' | 'banned'

/** Which addresses the venue keeps from trading. */
export type AccountStanding = Readonly<{
  of: (address: string) => Standing
  set: (address: string, standing: Standing) => void
}>

/** Makes the list; everyone starts in good standing. */
export const createAccountStanding = (): AccountStanding => {
  const standings = new Map<string, Standing>()
  return {
    of: (address) => standings.get(address.toLowerCase()) ?? 'good',
    set: (address, standing) => void standings.set(address.toLowerCase(), standing),
  }
}
