import { h } from './dom.js'
import { duration } from './format.js'

/** The request's stages, SQL statements and log lines on one axis of time. */
export function waterfall({ stages, queries, logs }) {
  const end = Math.max(
    0.001,
    ...stages.map(({ to }) => to),
    ...queries.map(({ at, duration: took }) => at + took),
  )
  return h(
    'div',
    { class: 'waterfall' },
    axis(end),
    h(
      'ol',
      {},
      stages.map((stage) => stageRow(stage, queries, logs, end)),
    ),
  )
}

function axis(end) {
  const step = niceStep(end / 4)
  const ticks = []
  // The last tick keeps clear of the right edge, where its label would not fit.
  for (let at = 0; at <= end * 0.94; at += step) {
    const tick = h(
      'span',
      {},
      at === 0
        ? '0'
        : duration(at)
            .replace(/\.0+(?= )/, '')
            .replace(/(\.\d*?)0+ /, '$1 '),
    )
    place(tick, at, 0, end)
    ticks.push(tick)
  }
  return h('div', { class: 'axis', 'aria-hidden': 'true' }, h('div', {}, ticks))
}

/** 1, 2 or 5 times a power of ten: about four of them to the whole. */
function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = rough / power
  return power * (factor > 5 ? 10 : factor > 2 ? 5 : factor > 1 ? 2 : 1)
}

function stageRow(stage, queries, logs, end) {
  const { name, from, to, failed, explanation } = stage
  const inside = (at) => at >= from && (at < to || to === end)
  const bar = h('i', { class: failed ? 'bar failed' : 'bar' })
  place(bar, from, to - from, end)
  const marks = [
    ...queries.filter(({ at }) => inside(at)).map((query) => mark('query', query.at, query.duration, end)),
    ...logs.filter(({ at }) => inside(at)).map((line) => mark('line', line.at, 0, end)),
  ]
  return h(
    'li',
    {},
    h(
      'details',
      {},
      h(
        'summary',
        { title: explanation },
        h('span', { class: 'name' }, name, failed && h('em', {}, 'stopped')),
        h('span', { class: 'track', 'aria-hidden': 'true' }, bar, marks),
        h('span', { class: 'time' }, duration(to - from)),
      ),
      h(
        'p',
        {},
        explanation,
        h(
          'span',
          { class: 'span' },
          ` From ${duration(from)} to ${duration(to)}${failed ? ', with the answer that says why' : ''}.`,
        ),
      ),
    ),
  )
}

function mark(kind, at, length, end) {
  const element = h('i', { class: kind })
  place(element, at, length, end)
  return element
}

function place(element, at, length, end) {
  element.style.left = `${(at / end) * 100}%`
  if (length > 0) element.style.width = `${(length / end) * 100}%`
}

/** The same axis, beside one statement or line. */
export function position(at, length, stages, kind) {
  const end = Math.max(0.001, ...stages.map(({ to }) => to), at + length)
  return h('span', { class: 'track', 'aria-hidden': 'true' }, mark(kind, at, length, end))
}
