import { test } from 'vitest'
import { runExecuted } from './run-executed.js'
test('x', async () => {
  const r = await runExecuted({ seed: 1, minutes: 4 })
  const s = r.scores.find((each) => each.plant.id === 'plant-15')
  if (s === undefined) return
  const { from, legs, markets } = s.plant
  console.log(JSON.stringify(s.plant).slice(0, 900))
  for (const e of r.entries) {
    if (e.at < from - 1500 || e.at > from + 6000) continue
    const t = JSON.stringify(e.event)
    if (!t.includes(markets[0] as string) && !t.includes(legs[0]?.token as string) && !t.includes('resolved:')) continue
    console.log(e.at - from, t.slice(0, 420))
  }
}, 900000)
