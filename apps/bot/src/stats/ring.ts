/** The newest items, newest first, at most a number of them. */
export type Ring<T> = Readonly<{ add: (item: T) => void; newest: (most?: number) => readonly T[] }>

/** Makes an empty ring. */
export const createRing = <T>(capacity: number): Ring<T> => {
  const items: T[] = []
  return {
    add: (item) => {
      items.push(item)
      if (items.length > capacity * 2) items.splice(0, items.length - capacity)
    },
    newest: (most = capacity) => items.slice(-Math.min(most, capacity)).reverse(),
  }
}
