import uPlot from 'uplot'
import type { StatusData } from '../../page-data.js'
import { element } from '../dom/element.js'
import { type Panel, section } from '../dom/panel.js'
import { usd } from '../format/money.js'
import { duration } from '../format/relative-time.js'
import { equityRange } from './equity-range.js'

const HEIGHT = 220
/** A flat line stays in the middle of at least this many dollars. */
const LEAST_SPAN = 2

/** The equity over time. The words beside the title say what the line shows. */
export const createEquityPanel = (): Panel => {
  const words = element('span', { class: 'aside' })
  const canvas = element('div', { class: 'chart', role: 'img' })
  const note = element('p', { class: 'empty' }, 'The line begins once equity was measured twice.')
  const dark = matchMedia('(prefers-color-scheme: dark)')
  let chart: uPlot | undefined
  let points: StatusData['equityHistory'] = []
  let rangeText = ''

  const data = (): uPlot.AlignedData => [
    points.map((point) => point.at / 1000),
    points.map((point) => point.usd),
  ]
  const readOut = (index: number | null | undefined): void => {
    const point = index === null || index === undefined ? undefined : points[index]
    const text =
      point === undefined
        ? rangeText
        : `${usd(point.usd)} at ${new Date(point.at).toLocaleTimeString()}`
    if (words.textContent !== text) words.textContent = text
  }
  const draw = (): void => {
    chart?.destroy()
    chart = points.length < 2 ? undefined : new uPlot(chartOptions(canvas, readOut), data(), canvas)
  }
  new ResizeObserver(() => chart?.setSize({ width: canvas.clientWidth, height: HEIGHT })).observe(
    canvas,
  )
  dark.addEventListener('change', draw)

  return {
    element: section('Equity', words, canvas, note),
    update: ({ status }) => {
      if (status === undefined || sameLine(points, status.equityHistory)) return
      points = status.equityHistory
      const range = equityRange(points)
      note.hidden = range !== undefined
      if (range === undefined) return
      const { first, last, low, high } = range
      rangeText = `${usd(first.usd)} to ${usd(last.usd)} in ${duration(last.at - first.at)}, between ${usd(low)} and ${usd(high)}`
      canvas.setAttribute('aria-label', `Equity: ${rangeText}`)
      if (chart === undefined) draw()
      else chart.setData(data())
      if ((chart?.cursor.idx ?? null) === null) readOut(null)
    },
  }
}

const sameLine = (one: StatusData['equityHistory'], other: StatusData['equityHistory']): boolean =>
  one.length === other.length &&
  one[0]?.at === other[0]?.at &&
  one.at(-1)?.at === other.at(-1)?.at &&
  one.at(-1)?.usd === other.at(-1)?.usd

const chartOptions = (
  canvas: HTMLElement,
  readOut: (index: number | null | undefined) => void,
): uPlot.Options => {
  const style = getComputedStyle(canvas)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--muted'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: canvas.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false } },
    scales: { y: { range: (_chart, low, high) => padded(low, high) } },
    axes: [
      { ...axis, values: (_chart, times) => times.map(clockTime), space: 80, size: 28 },
      { ...axis, values: (_chart, values) => values.map((value) => usd(value)), size: 78 },
    ],
    series: [
      {},
      {
        stroke: colour('--accent'),
        width: 1.75,
        fill: colour('--accent-fill'),
        points: { show: false },
      },
    ],
    hooks: { setCursor: [(chart) => readOut(chart.cursor.idx)] },
  }
}

const padded = (low: number, high: number): uPlot.Range.MinMax => {
  const span = Math.max(high - low, LEAST_SPAN)
  const middle = (low + high) / 2
  return [middle - span * 0.58, middle + span * 0.58]
}

const clockTime = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
