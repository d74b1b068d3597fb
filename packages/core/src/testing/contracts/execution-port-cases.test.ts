import { expect, test } from 'vitest'
import { failingCases } from '../../fixtures/failing-cases.js'
import { createToyVenue, type ToyFault } from '../../fixtures/toy-venue.js'
import { executionPortCases } from './execution-port-cases.js'

test('a sound venue passes every case', async () => {
  expect(await failingCases(executionPortCases, () => createToyVenue())).toEqual([])
})

test.each<[ToyFault, string]>([
  ['fills-twice', 'takes the same bytes twice as one order'],
  ['keeps-listeners', 'reports to every listener until it is removed'],
  ['forgets-cash', 'fills a crossing order within its limit and moves exactly what it reports'],
  ['cancels-anything', 'says what became of a cancel of an unknown order'],
])('a venue with the fault %s fails the case that names it', async (fault, name) => {
  expect(await failingCases(executionPortCases, () => createToyVenue(fault))).toContain(name)
})
