import type { GeneratorScale } from '@bot/sim'
import type { Fault } from '@bot/sim/server'
import type { Settings } from '../../config/settings.js'

/** Something that happens to the bot or to its venue, so many milliseconds after the scenario began. */
export type Moment = Readonly<{ at: number }> &
  /** `aim`, 0 to 1, chooses what it strikes where that is only known when it does. */
  (
    | Readonly<{ kind: 'fault'; fault: Fault; aim: number }>
    /**
     * The bot ends and is started again after `downMs`. A crash keeps the part `keep` (0 to 1) of what its journal had
     * not made durable; one with `during` waits a while for the bot to be at that.
     */
    | Readonly<{ kind: 'crash'; downMs: number; keep: number; during?: Undertaking }>
    | Readonly<{ kind: 'restart'; downMs: number }>
  )

/** What a bot can be in the middle of: a basket whose orders went out, or a protocol action of one. */
export type Undertaking = 'basket' | 'action'

/** Who lives on the exchange besides the bot. */
export type Population = Readonly<{
  scale: GeneratorScale
  tickMs: number
  tradesPerMinute: number
  plantEveryMs: number
  shortLifeMs?: Readonly<{ least: number; most: number }>
}>

/** One run of the whole bot with everything that goes wrong in it: plain data, determined by its seed. */
export type Scenario = Readonly<{
  seed: number
  settings: Partial<Settings>
  population: Population
  /** How long things go wrong. */
  troubleMs: number
  /** How long everything may take to work again, and then to settle. */
  patienceMs: number
  /** In the order of their time. */
  moments: readonly Moment[]
}>
