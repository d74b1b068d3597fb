import type { Refusal, Signal, Stamped, Strategy, Tick } from '@bot/core'
import type { Logger } from '../log/create-logger.js'
import { SEEN_AGAIN } from '../stats/activity.js'

/** Writes the lines that users of the first system look for, as messages of structured records. */
export type LogLines = Readonly<{ observe: (stamped: Stamped, tick: Tick) => void }>

/** Makes the writer. Lines that would repeat at every scan are written when what they say changes. */
export const createLogLines = (log: Logger, strategies: readonly Strategy[]): LogLines => {
  const titles = new Map(strategies.map((strategy) => [strategy.name, strategy.title]))
  const silent = new Set<string>()
  const title = (name: string): string => titles.get(name) ?? name
  return {
    observe: (stamped, tick) => {
      const repeated = repeatedBaskets(tick)
      for (const decision of tick.decisions) {
        if (decision.kind === 'signal') {
          if (!repeated.has(decision.basket?.id ?? '')) {
            tellSignal(log, decision, title(decision.strategy))
          }
        } else if (decision.kind === 'strategy-failed') {
          log.error(
            { strategy: decision.strategy, reason: decision.reason },
            `Strategy '${title(decision.strategy)}' failed: ${decision.reason}`,
          )
        } else tellRefusal(log, decision)
      }
      for (const { scan, audit } of tick.audits) {
        log.debug({ scan, audit }, 'Cascade: scan audit')
        tellSilent(log, strategies, tick, silent)
      }
      tellExecution(log, stamped)
    },
  }
}

const tellSignal = (log: Logger, signal: Signal, title: string): void => {
  const { strategy, token, side, limit, confidence, edgePerShare } = signal
  const detail = { strategy, token, side, limit, confidence, edgePerShare }
  if (signal.basket === undefined) log.info(detail, `Signal: ${title}: ${signal.because}`)
  else
    log.info(
      { ...detail, basket: signal.basket.id, worstCase: signal.basket.worstCase },
      `${title}: ${signal.because}`,
    )
}

/** What passed a strategy and the cascade and was then refused is worth a line; the rest is counted. */
const tellRefusal = (log: Logger, refusal: Refusal): void => {
  const { refused, step, by, subject, context } = refusal
  const early = step === 'detected' || step === 'certified' || step === 'chosen'
  log[early || refused === SEEN_AGAIN ? 'debug' : 'info'](
    { reason: refused, step, by, subject, context },
    `Not traded: ${refused}`,
  )
}

const repeatedBaskets = (tick: Tick): ReadonlySet<string> =>
  new Set(
    tick.decisions.flatMap((each) =>
      each.kind === 'refusal' && each.refused === SEEN_AGAIN ? [each.subject] : [],
    ),
  )

const tellSilent = (
  log: Logger,
  strategies: readonly Strategy[],
  tick: Tick,
  silent: Set<string>,
): void => {
  const spoke = new Set(
    tick.decisions.flatMap((each) => {
      if (each.kind === 'signal') return [each.strategy]
      return each.kind === 'refusal' && each.step === 'chosen' ? [each.by] : []
    }),
  )
  for (const { name, title } of strategies) {
    if (spoke.has(name)) silent.delete(name)
    else if (!silent.has(name)) {
      silent.add(name)
      log.info({ strategy: name }, `Cascade: Strategy '${title}' found 0 signals, trying next...`)
    }
  }
}

const tellExecution = (log: Logger, { event }: Stamped): void => {
  if (event.type === 'order-prepared') {
    const { ref, owner, side, shares, limit, tif } = event.intent
    log.info({ ref, owner, side, shares, limit, tif, id: event.id }, `Order: ${side} sent`)
  } else if (event.type === 'execution') {
    const { order, tradeId, status, reason, exchanged, fee } = event.report
    log.info({ order, tradeId, status, reason, exchanged, fee }, `Execution: ${status}`)
  } else if (event.type === 'settlement') {
    const { ref, action, status, cash, reason } = event
    log.info({ ref, action, status, cash, reason }, `Settlement: ${action.action} ${status}`)
  } else if (event.type === 'feed-status' && event.gapSeconds > 0) {
    log.debug(
      { token: event.token, gapSeconds: event.gapSeconds, reason: event.reason },
      'Feed: gap',
    )
  }
}
