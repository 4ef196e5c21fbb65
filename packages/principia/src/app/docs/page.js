import { byId, h, isTyping, prose } from './dom.js'
import { operationView } from './operation.js'

const source = document.querySelector('link[rel=service-desc]').href
const main = byId('main')

/** Every operation of the document as one list, each with its method and path. */
function operationsOf({ paths }) {
  return Object.entries(paths).flatMap(([template, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      // What follows a `#` tells two operations of one path apart and is not part of it.
      path: template.split('#')[0],
      tags: operation.tags ?? [''],
      parameters: operation.parameters ?? [],
    })),
  )
}

function groups(operations) {
  const byTag = new Map()
  for (const operation of operations) {
    for (const tag of operation.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), operation])
  }
  // Those without a tag come last.
  return [...byTag].toSorted(([a], [b]) => Number(a === '') - Number(b === ''))
}

function target({ method, path }) {
  return [
    h('span', { class: `method ${method.toLowerCase()}` }, method),
    ' ',
    h('span', { class: 'path' }, path),
  ]
}

function link(operation, ...more) {
  const { operationId, summary, deprecated } = operation
  return h(
    'a',
    {
      href: `#${operationId}`,
      title: more.length === 0 ? summary : undefined,
      class: deprecated ? 'deprecated' : undefined,
    },
    target(operation),
    more,
  )
}

function drawList(operations, words) {
  const found = operations.filter(({ method, path, summary = '', operationId, tags }) => {
    const text = [method, path, summary, operationId, ...tags].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  byId('operations').replaceChildren(
    ...groups(found).flatMap(([tag, members]) => [
      h('h2', {}, tag === '' ? (found.length === members.length ? 'Operations' : 'Other') : tag),
      h(
        'ul',
        {},
        members.map((operation) => h('li', {}, link(operation))),
      ),
    ]),
    ...(found.length === 0 ? [h('p', { class: 'eyebrow' }, 'No operation fits the search.')] : []),
  )
  markCurrent()
}

function overview({ info, openapi }, operations) {
  return [
    h('p', { class: 'eyebrow' }, `Version ${info.version}`),
    h('h1', {}, info.title),
    info.description !== undefined && h('p', { class: 'lead' }, prose(info.description)),
    ...groups(operations).map(([tag, members]) =>
      h(
        'section',
        {},
        h('h2', {}, tag === '' ? 'Operations' : tag),
        h(
          'ul',
          { class: 'overview' },
          members.map((operation) =>
            h('li', {}, link(operation, ' ', h('span', { class: 'summary' }, operation.summary ?? ''))),
          ),
        ),
      ),
    ),
    h(
      'p',
      { class: 'eyebrow' },
      'Drawn from ',
      h('a', { href: source }, 'the document'),
      ` (OpenAPI ${openapi}), which is made from the routes themselves.`,
    ),
  ].filter((part) => part !== false)
}

function current() {
  return decodeURIComponent(location.hash.slice(1))
}

function markCurrent() {
  for (const one of document.querySelectorAll('#operations a')) {
    if (one.hash === location.hash) one.setAttribute('aria-current', 'page')
    else one.removeAttribute('aria-current')
  }
}

async function load() {
  const response = await fetch(source)
  if (!response.ok) throw new Error(`The server answered ${response.status}.`)
  return response.json()
}

try {
  const api = await load()
  const operations = operationsOf(api)
  const show = ({ focus }) => {
    const operation = operations.find(({ operationId }) => operationId === current())
    main.replaceChildren(
      ...(operation === undefined ? overview(api, operations) : operationView(operation, api)),
    )
    document.title =
      operation === undefined
        ? `${api.info.title} API`
        : `${operation.method} ${operation.path} - ${api.info.title}`
    markCurrent()
    if (!focus) return
    scrollTo(0, 0)
    main.focus({ preventScroll: true })
  }
  const search = () => drawList(operations, byId('search').value.toLowerCase().split(/\s+/).filter(Boolean))
  byId('search').addEventListener('input', search)
  addEventListener('hashchange', () => show({ focus: true }))
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !isTyping() && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      byId('search').select()
    }
    if (event.key === 'Enter' && event.target === byId('search'))
      document.querySelector('#operations a')?.click()
    if (event.key === 'Escape' && isTyping()) document.activeElement.blur()
  })
  search()
  show({ focus: false })
} catch (error) {
  main.replaceChildren(h('h1', {}, 'The document could not be read'), h('p', {}, error.message))
}
