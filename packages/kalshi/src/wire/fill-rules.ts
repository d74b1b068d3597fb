const BLANK = /\|\|\s*(.*?)\s*\|\|/g

/** Fills `If || Person || visits || Area ||` from a market's variables; `undefined` when one is missing. */
export const fillRules = (
  template: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): string | undefined => {
  if (template == null || template.trim() === '') return undefined
  let whole = true
  const text = template.replaceAll(BLANK, (_, name: string) => {
    const value = variables?.[name]
    if (typeof value !== 'string') whole = false
    return String(value)
  })
  return whole ? text : undefined
}
