import { element } from './element.js'

/** What a tag means. Each has a sign of its own, so that colour is never the only difference. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain'

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✕', warn: '!', plain: '·' }

/** Makes a short word with a sign and a colour. */
export const tag = (tone: Tone, text: string): HTMLElement =>
  element(
    'span',
    { class: `tag ${tone}` },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[tone]),
    text,
  )
