/** Writes a counted name as words: "book-too-thin" is "book too thin". */
export const words = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
    .toLowerCase()

/** Writes a name as a title: "market-only" is "Market only". */
export const title = (name: string): string => {
  const text = words(name)
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Writes a count with its noun. */
export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`

/** Shortens a wallet to its two ends. */
export const shortWallet = (wallet: string): string =>
  wallet.length <= 14 ? wallet : `${wallet.slice(0, 6)}…${wallet.slice(-4)}`
