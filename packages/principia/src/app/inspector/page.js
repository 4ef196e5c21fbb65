import { detail, missing } from './detail-view.js'
import { byId, isTyping } from './dom.js'
import { createList, listElements } from './list.js'

const base = new URL('./', import.meta.url)
const state = byId('state')
const pane = byId('detail')
const filters = byId('filters')
let connection = 'Connecting…'
let paused = false
let heldCount = 0

const list = createList({
  ...listElements(),
  onCount(held) {
    heldCount = held
    tellState()
  },
})

// The list and what goes on.

async function get(path) {
  const response = await fetch(new URL(path, base), { headers: { accept: 'application/json' } })
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The server answered ${response.status}.`)
  return body
}

/** Listens first and then asks for what was before, so that nothing falls between the two. */
function connect() {
  const events = new EventSource(new URL('live', base))
  events.addEventListener('open', () => say('Live'))
  events.addEventListener('open', load, { once: true })
  events.addEventListener('request', ({ data }) => list.add(JSON.parse(data)))
  events.addEventListener('error', () => {
    say(events.readyState === EventSource.CLOSED ? 'Disconnected' : 'Reconnecting…')
    // A browser gives up for good on an answer that is not a stream, such as a refusal; that one says why.
    if (events.readyState !== EventSource.CLOSED) return
    setTimeout(connect, 5000)
    void load()
  })
}

async function load() {
  try {
    const { requests } = await get('requests?limit=1000')
    list.load(requests)
  } catch (error) {
    say(error.message)
  }
}

function say(text) {
  connection = text
  tellState()
}

function tellState() {
  const text = paused && connection === 'Live' ? 'Paused' : connection
  state.dataset.state = text
  const said = heldCount > 0 && paused ? `${text}, ${heldCount} waiting` : text
  if (state.textContent !== said) state.textContent = said
}

byId('pause').addEventListener('click', ({ currentTarget }) => {
  paused = !paused
  currentTarget.setAttribute('aria-pressed', String(paused))
  currentTarget.textContent = paused ? 'Resume' : 'Pause'
  list.pause(paused)
  tellState()
})

function applyFilters() {
  const words = byId('q').value.toLowerCase().split(/\s+/).filter(Boolean)
  const [method, status, slow] = ['method', 'status', 'slow'].map((id) => byId(id).value)
  const onlyApi = byId('kind').value === 'api'
  list.filterBy((request) => {
    if (onlyApi && !request.api) return false
    if (method !== '' && request.method !== method) return false
    if (status !== '' && String(request.status)[0] !== status) return false
    if (request.duration < Number(slow)) return false
    const { path, route, requestId, traceId, userId, error } = request
    const text = [request.method, path, route, requestId, traceId, request.status, userId, error]
      .join('\n')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
filters.addEventListener('input', applyFilters)
filters.addEventListener('submit', (event) => event.preventDefault())

/** The kind stays in the address, so that it outlives a reload and can be kept as a bookmark. */
byId('kind').value = new URLSearchParams(location.search).get('kind') === 'api' ? 'api' : ''
byId('kind').addEventListener('change', ({ currentTarget }) => {
  const url = new URL(location.href)
  if (currentTarget.value === '') url.searchParams.delete('kind')
  else url.searchParams.set('kind', currentTarget.value)
  history.replaceState(null, '', url)
})
applyFilters()

// One request, named by the address's fragment.

function opened() {
  const id = decodeURIComponent(location.hash.slice(1))
  return id === '' ? undefined : id
}

let drawn
async function open({ focus }) {
  const id = opened()
  list.select(id)
  document.body.classList.toggle('open', id !== undefined)
  if (id === undefined) {
    pane.replaceChildren()
    return
  }
  const content = await get(`requests/${encodeURIComponent(id)}`).then(
    (request) => detail(request, { onClose: close }),
    (error) => missing(error.message, { onClose: close }),
  )
  // Another one may have been opened meanwhile.
  if (opened() !== id) return
  pane.replaceChildren(...content)
  if (drawn !== id) pane.scrollTop = 0
  drawn = id
  if (focus || !isWide()) byId('heading')?.focus()
}

function close() {
  const id = opened()
  history.pushState(null, '', location.pathname + location.search)
  void open({ focus: false })
  if (id !== undefined) list.focus(id)
}

function isWide() {
  return matchMedia('(min-width: 60rem)').matches
}

addEventListener('hashchange', () => void open({ focus: false }))
addEventListener('popstate', () => void open({ focus: false }))

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const { key } = event
  if (key === 'Escape') {
    if (isTyping()) document.activeElement.blur()
    else if (opened() !== undefined) close()
    else document.activeElement.blur()
  } else if (isTyping() && !(key === 'ArrowDown' && document.activeElement.id === 'q')) return
  else if (key === '/') {
    event.preventDefault()
    byId('q').select()
  } else if (key === 'ArrowDown' || key === 'ArrowUp') {
    if (pane.contains(document.activeElement)) return
    event.preventDefault()
    const id = list.step(key === 'ArrowDown' ? 1 : -1)
    // Beside an open request the keys leaf through; each would otherwise add a step to the history.
    if (id !== undefined && opened() !== undefined && isWide()) {
      history.replaceState(null, '', `#${id}`)
      void open({ focus: false })
    }
  } else if (key === 'Enter' && document.activeElement.dataset.id === opened() && opened() !== undefined) {
    event.preventDefault()
    byId('heading')?.focus()
  }
})

connect()
await open({ focus: false })
