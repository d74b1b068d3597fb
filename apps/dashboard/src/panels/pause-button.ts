import type { PageData } from '../../page-data.js'
import { element } from '../dom/element.js'
import { readRisk } from './read-risk.js'

/** The button that pauses entries, or lets them go on. */
export const createPauseButton = (
  send: (command: 'pause' | 'resume') => Promise<void>,
): Readonly<{ element: HTMLElement; update: (data: PageData) => void }> => {
  const button = element('button', { type: 'button', disabled: true }, 'Pause entries')
  const answer = element('span', { class: 'answer', role: 'status' })
  let command: 'pause' | 'resume' = 'pause'
  let killed = false

  button.addEventListener('click', async () => {
    if (killed && !confirm('The bot was stopped for good by a person or a limit. Resume trading?'))
      return
    button.disabled = true
    answer.textContent = ''
    try {
      await send(command)
    } catch (thrown) {
      answer.textContent = `Not done: ${thrown instanceof Error ? thrown.message : String(thrown)}`
    }
    button.disabled = false
  })

  return {
    element: element('div', { class: 'controls' }, answer, button),
    update: ({ status }) => {
      if (status === undefined) return
      const blocked = readRisk(status.risk).blocked ?? 'no'
      command = blocked === 'no' ? 'pause' : 'resume'
      killed = blocked === 'killed' || blocked === 'daily-loss-limit'
      const text = command === 'pause' ? 'Pause entries' : 'Resume entries'
      if (button.textContent !== text) {
        button.textContent = text
        button.disabled = false
      }
      if (!button.dataset['ready']) {
        button.dataset['ready'] = 'yes'
        button.disabled = false
      }
    },
  }
}
