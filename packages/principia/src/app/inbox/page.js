import { byId, h } from './dom.js'
import { mailView } from './mail.js'

const source = new URL('messages', new URL('inbox/', location.href)).pathname
const state = byId('state')
const rows = byId('rows')
const pane = byId('mail')
const EVERY = 2000

async function get(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } })
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The server answered ${response.status}.`)
  return body
}

// The list, asked for again every two seconds while somebody looks.

let known = ''
async function load() {
  if (document.hidden) return
  try {
    const { messages } = await get(source)
    state.textContent = messages.length === 1 ? '1 mail' : `${messages.length} mails`
    const now = messages.map(({ id, receivedAt }) => id + receivedAt).join()
    if (now === known && rows.hasChildNodes()) return
    known = now
    const focused = document.activeElement?.dataset.id
    rows.replaceChildren(
      ...(messages.length === 0
        ? [h('li', { class: 'note' }, 'What the app sends appears here.')]
        : messages.map(row)),
    )
    if (focused !== undefined) rows.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus()
    mark()
  } catch (error) {
    state.textContent = error instanceof TypeError ? 'The app does not answer; trying again.' : error.message
  }
}

function row({ id, to, subject, receivedAt }) {
  return h(
    'li',
    {},
    h(
      'a',
      { href: `#${id}`, 'data-id': id },
      h('span', { class: 'subject' }, subject),
      h('span', { class: 'to' }, to),
      h('time', { datetime: receivedAt }, new Date(receivedAt).toLocaleTimeString('en-GB')),
    ),
  )
}

// One mail, named by the address's fragment.

function opened() {
  return decodeURIComponent(location.hash.slice(1))
}

function mark() {
  const id = opened()
  for (const link of rows.querySelectorAll('a')) {
    if (link.dataset.id === id) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

async function open() {
  const id = opened()
  document.body.classList.toggle('open', id !== '')
  mark()
  if (id === '') {
    pane.replaceChildren()
    return
  }
  const content = await get(`${source}/${encodeURIComponent(id)}`).then(
    (mail) => mailView(mail, { source, onClose: close }),
    (error) => [h('p', { class: 'note' }, error.message)],
  )
  // Another one may have been opened meanwhile.
  if (opened() !== id) return
  pane.replaceChildren(...content)
}

function close() {
  history.pushState(null, '', location.pathname)
  void open()
}

addEventListener('hashchange', () => void open())
addEventListener('popstate', () => void open())
document.addEventListener('visibilitychange', () => void load())
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && opened() !== '') close()
})

setInterval(load, EVERY)
await load()
await open()
