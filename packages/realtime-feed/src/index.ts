/**
 * The push side: sockets with resubscription, gap repair and polling fallback.
 *
 * @packageDocumentation
 */
export {
  type BookTracker,
  type BookTrackerOptions,
  createBookTracker,
  type WitnessResult,
} from './tracker/book-tracker.js'
export type { WitnessVerdict } from './tracker/track-reading.js'
export type { TrackerCounters } from './tracker/tracker-counters.js'
