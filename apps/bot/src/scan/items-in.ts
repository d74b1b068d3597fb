const PAGES = ['markets', 'data', 'events'] as const

/**
 * Lists what a listing holds: the items of an array, of a page around one (`{"data": […]}`), or one item by itself.
 *
 * `undefined` for what is no listing. An object with an id is an item, whatever it holds.
 */
export const itemsIn = (value: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Readonly<Record<string, unknown>>
  const isItem = ['id', 'slug', 'title', 'conditionId', 'condition_id', 'event_ticker'].some(
    (name) => fields[name] !== undefined,
  )
  if (isItem) return [value]
  const page = PAGES.map((name) => fields[name]).find((list) => Array.isArray(list))
  return page === undefined ? [value] : (page as readonly unknown[])
}
