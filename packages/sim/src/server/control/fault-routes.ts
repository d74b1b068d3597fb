import type { Fault } from '../faults/fault.js'
import type { FaultBook } from '../faults/fault-book.js'
import { FAULT_KINDS } from '../faults/fault-kinds.js'
import type { Route } from '../http/route.js'
import { answer } from '../http/venue-answer.js'
import { jsonBody } from '../http/venue-request.js'
import { orRefusal } from './control-route.js'

/** Makes the routes that set, list and clear faults, and tell which kinds there are. */
export const faultRoutes = (faults: FaultBook): readonly Route[] => [
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/faults',
    handle: () => answer(faults.list()),
  },
  {
    host: 'sim',
    method: 'GET',
    path: '/_sim/fault-kinds',
    handle: () => answer(FAULT_KINDS),
  },
  {
    host: 'sim',
    method: 'POST',
    path: '/_sim/faults',
    handle: ({ body }) =>
      orRefusal('faults', () => {
        // The book checks whatever comes.
        faults.set(jsonBody(body) as Fault)
        return faults.list()
      }),
  },
  {
    host: 'sim',
    method: 'DELETE',
    path: '/_sim/faults',
    handle: () => {
      faults.clear()
      return answer([])
    },
  },
]
