import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EventSide, netEvent } from './net-event.js'

/** What a position pays if the market with an index wins; any other index: a market of which nothing is held. */
const paid = (sides: readonly EventSide[], winner: number): number =>
  sides.reduce((sum, { yes, no }, index) => sum + (index === winner ? yes : no), 0)

const shares = fc.oneof(fc.constant(0), fc.nat(20), fc.nat(4e12))
const anySides = fc.array(fc.record({ yes: shares, no: shares }), { maxLength: 6 })

test('a netted event pays, whichever market wins, what its shares pay one by one', () => {
  fc.assert(
    fc.property(anySides, fc.nat(3), (sides, others) => {
      fc.pre(sides.length + others > 0)
      const net = netEvent(sides, sides.length + others)
      const ends = Array.from({ length: sides.length + others }, (_, index) => paid(sides, index))
      expect(net.guaranteed).toBe(Math.min(...ends))
      const exposures = [
        ...net.exposures,
        ...Array.from({ length: others }, () => net.otherExposure),
      ]
      expect(exposures).toEqual(ends.map((end) => end - net.guaranteed))
    }),
  )
})

test('the hedged share is what may leave as complete sets without a change of any exposure', () => {
  fc.assert(
    fc.property(anySides, fc.nat(3), (sides, others) => {
      const { hedged } = netEvent(sides, sides.length + others)
      const pairs = sides.map(({ yes, no }) => Math.min(yes, no))
      const bare = sides.map(({ yes, no }, i) => ({
        yes: yes - (pairs[i] ?? 0),
        no: no - (pairs[i] ?? 0),
      }))
      const most = (pick: (side: EventSide) => number): number =>
        others > 0 || bare.length === 0 ? 0 : Math.min(...bare.map(pick))
      const sets = most(({ yes }) => yes) + most(({ no }) => no)
      const all = sides.reduce((sum, { yes, no }) => sum + yes + no, 0)
      const inSets = 2 * pairs.reduce((sum, each) => sum + each, 0) + sets * sides.length
      expect(hedged).toBeCloseTo(all === 0 ? 0 : inSets / all, 12)
    }),
  )
})
