export { buildBook, buildMarket, level, stampAll } from './builders.js'
export { createManualClock, type ManualClock } from './manual-clock.js'
export { createScaledClock } from './scaled-clock.js'
