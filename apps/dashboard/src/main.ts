import type { PageData } from '../page-data.js'
import { createEquityPanel } from './chart/create-equity-panel.js'
import { type Connection, connect } from './data/connect.js'
import { createRequests } from './data/request.js'
import { element } from './dom/element.js'
import type { Panel } from './dom/panel.js'
import { refreshTimes } from './dom/time-element.js'
import { usd } from './format/money.js'
import {
  createOpportunitiesPanel,
  createSignalsPanel,
  createTradesPanel,
} from './panels/activity-panels.js'
import { createAdaptivePanel } from './panels/adaptive-panel.js'
import { createBanners } from './panels/banners.js'
import { createConnectionState } from './panels/connection-state.js'
import { createFeedPanel } from './panels/feed-panel.js'
import { createFunnelPanel } from './panels/funnel-panel.js'
import { createKeyFigures } from './panels/key-figures.js'
import { createPauseButton } from './panels/pause-button.js'
import { createPositionsPanel } from './panels/positions-panel.js'
import { createRiskPanel } from './panels/risk-panel.js'
import { createComponentsPanel, createSourcesPanel } from './panels/sources-panel.js'
import { createStrategiesPanel } from './panels/strategies-panel.js'
import { createTokenForm } from './panels/token-form.js'
import { createWhalesPanel } from './panels/whales-panel.js'

const TICK_MS = 1_000

const start = (): void => {
  const requests = createRequests()
  const banners = createBanners()
  const figures = createKeyFigures()
  const wide = [
    createEquityPanel(),
    createPositionsPanel(),
    createSignalsPanel(),
    createOpportunitiesPanel(),
    createStrategiesPanel(),
    createTradesPanel(),
    createWhalesPanel(),
  ]
  const narrow = [createRiskPanel(), createFunnelPanel(), createAdaptivePanel()]
  const below = [createFeedPanel(), createSourcesPanel(), createComponentsPanel()]
  const panels = [banners, figures, ...wide, ...narrow, ...below]
  const mode = element('p', { class: 'mode' })
  const connectionState = createConnectionState()
  const pause = createPauseButton(requests.command)
  const tokenForm = createTokenForm((token) => {
    requests.useToken(token)
    askNow()
  })
  const main = element(
    'main',
    {},
    tokenForm.element,
    figures.element,
    element('div', { class: 'columns' }, column('wide', wide), column('narrow', narrow)),
    column('below', below),
  )
  document.querySelector('#bar')?.append(mode, connectionState.element, pause.element)
  document.querySelector('#page')?.append(banners.element, main)

  let data: PageData = {}
  let connection: Connection = 'connecting'
  let lastData: number | undefined
  /** The bot's clock may differ from this one; ages are of the bot's. */
  let ahead = 0
  const now = (): number => Date.now() + ahead

  const showConnection = (): void => {
    connectionState.update(connection, lastData, now())
    main.classList.toggle('old', connection === 'lost' || connection === 'denied')
    tokenForm.show(connection === 'denied')
  }
  const show = (): void => {
    for (const panel of panels) showPanel(panel, data, now())
    pause.update(data)
    mode.textContent = modeOf(data)
    document.title = titleOf(data)
  }
  const askNow = connect({
    requests,
    onData: (part) => {
      data = { ...data, ...part }
      if (part.status !== undefined) ahead = part.status.now - Date.now()
      lastData = now()
      show()
    },
    onConnection: (next) => {
      connection = next
      showConnection()
    },
  })
  setInterval(() => refreshTimes(document, now()), TICK_MS)
}

const column = (name: string, panels: readonly Panel[]): HTMLElement =>
  element('div', { class: name }, ...panels.map((panel) => panel.element))

/** A panel that cannot show what came says so in its place; the others go on. */
const showPanel = (panel: Panel, data: PageData, now: number): void => {
  try {
    panel.update(data, now)
    panel.element.removeAttribute('data-failure')
  } catch (thrown) {
    panel.element.setAttribute('data-failure', `This could not be shown: ${String(thrown)}`)
  }
}

const modeOf = ({ status }: PageData): string =>
  status === undefined
    ? ''
    : `${status.mode === 'paper' ? 'Paper' : 'LIVE'} on ${status.venue.name}${status.venue.simulated ? ' (simulated)' : ''}`

const titleOf = ({ status }: PageData): string => {
  if (status === undefined) return 'Prediction bot'
  const money = status.venue.simulated ? 'SIMULATED' : status.mode.toUpperCase()
  return `${usd(status.pnlTodayUsd, true)} ${money} · Prediction bot`
}

start()
