import type { ChoiceRequest, Scheduler, TimeMs, View } from '@bot/core'
import { buildAudit, type CascadeAudit } from './audit.js'
import { createBenches } from './benches.js'
import { type CascadeOptions, checkCascadeOptions } from './cascade-options.js'
import { chooseSignals } from './choose-signals.js'
import { currentLevels } from './current-levels.js'
import { createEvidence } from './evidence.js'
import { rankStrategies } from './rank-strategies.js'
import { createTotals } from './totals.js'

/**
 * Makes the cascade: which signals of a scan are taken, in which order, at which levels.
 *
 * Priorities run critical, high, medium, low; within one, the strategy with the best recent evidence first. A scan
 * that nothing passes loosens every threshold one step (× decay), at most `maxRetries` times and never past a
 * floor. Opposite sides of a market and duplicates are refused, the better placed signal stays. Every signal is taken or refused with a
 * counted reason, and every choice has an audit record. Deterministic: it keeps only what it derives from what
 * it is shown, and reads no clock.
 *
 * @throws BotError `invalid-config` naming the option that is out of range.
 */
export const createCascade = (options: CascadeOptions): Scheduler => {
  const settings = checkCascadeOptions(options)
  const { strategies } = settings
  const evidence = createEvidence(settings.evidencePositions)
  const benches = createBenches(settings)
  const totals = createTotals(strategies)

  const choose = (request: ChoiceRequest, view: View) => {
    const ranked = rankStrategies(strategies, evidence)
    const mayLoosen = request.trigger === 'scan' && request.scan !== undefined
    const levelsAt = (retry: number) =>
      new Map(ranked.map((each) => [each.name, currentLevels(each, view, settings.decay ** retry)]))
    const found = chooseSignals(request.signals, view, {
      ranked,
      levelsAt,
      maxRetries: mayLoosen ? settings.maxRetries : 0,
      capacity: settings.maxSignalsPerScan,
      maxCorrelatedExposureUsd: settings.maxCorrelatedExposureUsd,
      assumedPositionUsd: settings.assumedPositionUsd,
    })
    evidence.expect(found.taken)
    totals.count(request, found)
    const audit: CascadeAudit = buildAudit(request, found, ranked, evidence)
    return { taken: found.taken, refused: found.refused, audit }
  }

  return {
    eligible: benches.eligible,
    failed: benches.failed,
    choose,
    observe: (_event, view) => evidence.learn(view.ledger),
    status: (now: TimeMs) => ({ ...totals.status(), ...benches.status(now) }),
  }
}
