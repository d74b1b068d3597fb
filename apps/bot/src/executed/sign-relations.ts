/** What a person who reads the rules of the simulated exchange's markets finds to be true. */
const TRUE_RULE = 'stages-of-one-contest'

type Entry = Readonly<Record<string, unknown>>

/**
 * Signs a file that `bot relations propose` wrote, as a person does who reads the rules: who wins a cup has reached its
 * final. What asks by two dates and two sources stays unsigned.
 */
export const signRelations = (text: string): string => {
  const file = JSON.parse(text) as Readonly<{ version: number; relations: readonly Entry[] }>
  const signature = { confirmedBy: 'A reader of rules', confirmedAt: '2026-05-05' }
  const relations = file.relations.map((entry) =>
    entry['proposedBy'] === TRUE_RULE ? { ...entry, ...signature } : entry,
  )
  return JSON.stringify({ ...file, relations })
}
