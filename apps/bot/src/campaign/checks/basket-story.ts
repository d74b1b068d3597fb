import type {
  Basket,
  BasketAction,
  OrderId,
  OrderIntent,
  SettlementReported,
  Stamped,
  TimeMs,
} from '@bot/core'

/** An order of a basket as it was signed. */
export type BasketOrder = Readonly<{ seq: number; at: TimeMs; id: OrderId; intent: OrderIntent }>

/** What the journal tells of one basket, in its order. */
export type BasketStory = Readonly<{
  id: string
  plan: Basket
  orders: readonly BasketOrder[]
  /** The newest report of each protocol action, and when it came. */
  actions: ReadonlyMap<string, Readonly<{ seq: number; event: SettlementReported }>>
  /** Since when something of it was under way, and until when; the last one may be open. */
  spells: readonly Spell[]
  ended: BasketEnding | undefined
}>

/** How a basket ended: `unpaired` are the shares that it keeps and no complete part needs. */
export type BasketEnding = Readonly<{ how: string; reason: string; at: TimeMs; unpaired: number }> &
  Readonly<{ seq: number; part: Readonly<{ of: number; from: number }> }>

/** A time in which a basket had orders or an action out and had not ended. */
export type Spell = Readonly<{ from: TimeMs; until?: TimeMs; kind: 'basket' | 'action' }>

type Progress = Readonly<{
  part: BasketEnding['part']
  sent: readonly Readonly<{ legs: readonly Readonly<{ refs: readonly string[] }>[] }>[]
  action?: Readonly<{ ref: string; action: BasketAction }>
  ended?: Omit<BasketEnding, 'seq' | 'part'>
}>

type Writable = {
  -readonly [K in keyof BasketStory]: BasketStory[K] extends readonly (infer Each)[]
    ? Each[]
    : BasketStory[K]
}
type Told = Omit<Writable, 'actions'> & {
  actions: Map<string, Readonly<{ seq: number; event: SettlementReported }>>
}

/** Reads what a journal tells of every basket; entries may be given in parts, in their order. */
export const createBasketStories = (): Readonly<{
  read: (stamped: Stamped) => void
  all: () => readonly BasketStory[]
}> => {
  const stories = new Map<string, Told>()
  return {
    read: (stamped) => readInto(stories, stamped),
    all: () => [...stories.values()],
  }
}

/** Reads the stories of all baskets of a journal. */
export const basketStories = (entries: readonly Stamped[]): readonly BasketStory[] => {
  const stories = createBasketStories()
  for (const entry of entries) stories.read(entry)
  return stories.all()
}

/** Counts the moments at which some basket was under way. */
export const countWithinBaskets = (
  stories: readonly BasketStory[],
  moments: readonly Readonly<{ at: number }>[],
): number => {
  const spells = stories.flatMap((story) => story.spells)
  return moments.filter(({ at }) =>
    spells.some(({ from, until }) => from <= at && at <= (until ?? Number.POSITIVE_INFINITY)),
  ).length
}

const readInto = (stories: Map<string, Told>, { seq, at, event }: Stamped): void => {
  if (event.type === 'basket') {
    const { basket: id, plan } = event
    const known = stories.get(id)
    const empty = { id, orders: [], actions: new Map(), spells: [], ended: undefined }
    const story = known ?? (plan === undefined ? undefined : { ...empty, plan })
    if (story === undefined) return
    stories.set(id, story)
    progress(story, event.progress as Progress, { seq, at })
  } else if (event.type === 'order-prepared') {
    const { intent, id } = event
    stories.get(intent.basket ?? '')?.orders.push({ seq, at, id, intent })
  } else if (event.type === 'settlement') {
    stories.get(event.basket ?? '')?.actions.set(event.ref, { seq, event })
  }
}

const progress = (
  story: Told,
  { ended, part, action, sent }: Progress,
  { seq, at }: Pick<Stamped, 'seq' | 'at'>,
): void => {
  story.ended = ended === undefined ? undefined : { ...ended, seq, part }
  const isOut = sent.some(({ legs }) => legs.some(({ refs }) => refs.length > 0))
  const isUnderWay = ended === undefined && (isOut || action !== undefined)
  const kind = !isUnderWay ? undefined : action === undefined ? 'basket' : 'action'
  const last = story.spells.at(-1)
  const open = last?.until === undefined ? last : undefined
  if (open?.kind === kind) return
  if (open !== undefined) story.spells[story.spells.length - 1] = { ...open, until: at }
  if (kind !== undefined) story.spells.push({ from: at, kind })
}
