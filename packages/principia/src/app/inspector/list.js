import { byId, h } from './dom.js'
import { clock, count, duration, tone } from './format.js'

/** Requests kept and shown; older ones fall off. */
const KEPT = 1000
const SHOWN = 300

/**
 * The list of requests, newest first. While somebody reads - the list is scrolled, or a row has the focus -
 * or has paused, what arrives is held and only counted, so that nothing moves under their eyes.
 */
export function createList({ rows, held, empty, scroller, onCount }) {
  let kept = []
  let waiting = []
  let paused = false
  let filter = () => true
  let selected
  let scheduled = false

  const isReading = () => paused || scroller.scrollTop > 4 || rows.contains(document.activeElement)

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    requestAnimationFrame(() => {
      scheduled = false
      if (isReading()) tellHeld()
      else release()
    })
  }

  const tellHeld = () => {
    const matching = waiting.filter(filter).length
    held.hidden = matching === 0
    held.textContent = `${count(matching, 'new request')} - show`
    onCount(matching)
  }

  const release = () => {
    if (waiting.length > 0) {
      const fresh = waiting.filter(filter)
      kept = [...waiting.toReversed(), ...kept].slice(0, KEPT)
      waiting = []
      rows.prepend(
        ...fresh
          .slice(-SHOWN)
          .toReversed()
          .map((one) => row(one, { fresh: true })),
      )
      while (rows.children.length > SHOWN) rows.lastElementChild.remove()
      settle()
    }
    tellHeld()
  }

  const render = () => {
    kept = [...waiting.toReversed(), ...kept].slice(0, KEPT)
    waiting = []
    rows.replaceChildren(
      ...kept
        .filter(filter)
        .slice(0, SHOWN)
        .map((one) => row(one)),
    )
    settle()
    tellHeld()
  }

  /** One row is in the tab order; the arrow keys reach the others. */
  const settle = () => {
    empty.hidden = rows.children.length > 0
    if (!empty.hidden) empty.replaceChildren(...whyEmpty(kept.length))
    const links = [...rows.querySelectorAll('a')]
    const current = links.find((link) => link.dataset.id === selected)
    for (const link of links) {
      link.tabIndex = link === (current ?? links[0]) ? 0 : -1
      if (link === current) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  held.addEventListener('click', () => {
    scroller.scrollTop = 0
    release()
    rows.querySelector('a')?.focus()
  })
  scroller.addEventListener('scroll', schedule, { passive: true })
  rows.addEventListener('focusout', schedule)

  return {
    /** What was kept before; some of it may have arrived live by now. */
    load(requests) {
      const known = new Set(requests.map(({ requestId }) => requestId))
      kept = requests
      waiting = waiting.filter(({ requestId }) => !known.has(requestId))
      render()
    },
    add(request) {
      if (waiting.length === KEPT) waiting.shift()
      waiting.push(request)
      schedule()
    },
    pause(on) {
      paused = on
      schedule()
    },
    filterBy(test) {
      filter = test
      render()
    },
    select(id) {
      selected = id
      settle()
      // A link may name a request far down the list.
      rows.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
    },
    /** Moves the focus by one row, and gives the id of the row that has it then. */
    step(by) {
      const links = [...rows.querySelectorAll('a')]
      const at = links.findIndex((link) => link === document.activeElement)
      const from = at === -1 ? links.findIndex((link) => link.dataset.id === selected) : at
      const next = links[from === -1 ? 0 : Math.min(links.length - 1, Math.max(0, from + by))]
      for (const link of links) link.tabIndex = link === next ? 0 : -1
      next?.focus()
      return next?.dataset.id
    },
    focus(id) {
      ;[...rows.querySelectorAll('a')].find((link) => link.dataset.id === id)?.focus()
    },
  }
}

function row(request, { fresh = false } = {}) {
  const { requestId, startedAt, method, path, status, duration: took, queries, aborted, error } = request
  const bar = h('i', { class: 'took', 'aria-hidden': 'true' })
  // A logarithm, so that 1 ms and 1 s are both to be seen: a tenth of a millisecond is nothing, ten seconds all.
  bar.style.setProperty('--share', String(Math.min(1, Math.max(0.02, (Math.log10(took + 0.001) + 1) / 5))))
  return h(
    'li',
    { class: fresh ? 'fresh' : undefined },
    h(
      'a',
      { href: `#${requestId}`, 'data-id': requestId, tabindex: '-1' },
      h('span', { class: `status ${tone(status)}` }, String(status)),
      h('span', { class: 'method' }, method),
      h('span', { class: 'path', title: path }, path, error !== null && h('small', {}, error.split(':')[0])),
      h('span', { class: 'sql' }, queries > 0 ? `${queries} sql` : ''),
      bar,
      h('span', { class: 'duration' }, aborted ? 'cut off' : duration(took)),
      h('time', { datetime: new Date(startedAt).toISOString() }, clock(startedAt)),
    ),
  )
}

function whyEmpty(total) {
  if (total > 0)
    return [
      h('p', {}, 'No request fits the search.'),
      h('p', { class: 'eyebrow' }, `${count(total, 'request is', 'requests are')} kept.`),
    ]
  return [
    h('p', {}, 'No requests yet.'),
    h('p', { class: 'eyebrow' }, 'They appear here the moment they are answered.'),
  ]
}

export function listElements() {
  return { rows: byId('rows'), held: byId('held'), empty: byId('empty'), scroller: byId('list') }
}
