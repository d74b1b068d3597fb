import { element } from '../dom/element.js'

/** Asks for the token where the bot demands one. */
export const createTokenForm = (
  use: (token: string) => void,
): Readonly<{ element: HTMLElement; show: (shown: boolean) => void }> => {
  const input = element('input', {
    type: 'password',
    id: 'token',
    name: 'token',
    autocomplete: 'current-password',
    required: true,
  })
  const form = element(
    'form',
    { class: 'panel token', hidden: true },
    element('label', { for: 'token' }, 'Token (DASHBOARD_TOKEN of the bot)'),
    input,
    element('button', { type: 'submit' }, 'Connect'),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    use(input.value)
    input.value = ''
  })
  return {
    element: form,
    show: (shown) => {
      form.hidden = !shown
    },
  }
}
