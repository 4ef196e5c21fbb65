import { copyButton, h } from './dom.js'
import { count, duration, moment, size, tone } from './format.js'
import { position, waterfall } from './waterfall.js'

/** Everything about one request, in the order in which one asks. */
export function detail(request, { onClose }) {
  const {
    method,
    path,
    status,
    statusText,
    duration: took,
    startedAt,
    error,
    aborted,
    stages,
    queries,
    logs,
  } = request
  return [
    h(
      'div',
      { class: 'bar-top' },
      h('p', { class: 'eyebrow' }, moment(startedAt)),
      h('button', { type: 'button', class: 'close', onclick: onClose }, 'Close ', h('kbd', {}, 'esc')),
    ),
    h(
      'h2',
      { tabindex: '-1', id: 'heading' },
      h('span', { class: 'method' }, method),
      ' ',
      h('span', { class: 'path' }, path),
    ),
    h(
      'p',
      { class: 'verdict' },
      h('strong', { class: tone(status) }, `${status} ${statusText}`),
      h('span', {}, `${aborted ? 'cut off after' : 'in'} ${duration(took)}`),
      queries.length > 0 && h('span', {}, count(queries.length, 'statement')),
      logs.length > 0 && h('span', {}, count(logs.length, 'log line')),
    ),
    error !== null && h('p', { class: status >= 500 ? 'error severe' : 'error' }, error),
    aborted &&
      h('p', { class: 'error' }, 'The client went away, or was cut off, before the answer was complete.'),
    section('Time', 'Open a stage to read what happens in it.', waterfall(request)),
    section('Route', undefined, routeFacts(request)),
    section('Validation', undefined, validation(request)),
    queries.length > 0 &&
      section(
        'SQL',
        'On the same axis of time. Parameters are counted, never kept.',
        statements(queries, stages),
      ),
    logs.length > 0 && section('Log', undefined, lines(logs, stages)),
    section(
      'Response',
      undefined,
      facts([
        ['Status', `${status} ${statusText}`],
        ['Type', request.responseType || 'no content'],
        ['Size', size(request.responseBytes)],
      ]),
    ),
    section(
      'Who and where',
      undefined,
      facts([
        ['User', request.userId ?? 'not signed in'],
        ['Address', request.remoteAddress],
        ['Request id', h('code', {}, request.requestId), copyButton(() => request.requestId)],
        ['Trace id', h('code', {}, request.traceId), copyButton(() => request.traceId)],
      ]),
    ),
  ].filter((part) => part !== false)
}

/** What is shown when there is nothing to show about an id. */
export function missing(message, { onClose }) {
  return [
    h(
      'div',
      { class: 'bar-top' },
      h('p', {}, message),
      h('button', { type: 'button', class: 'close', onclick: onClose }, 'Close'),
    ),
  ]
}

function section(title, hint, ...content) {
  return h('section', {}, h('h3', {}, title, hint !== undefined && h('small', {}, hint)), content)
}

function facts(pairs) {
  return h(
    'dl',
    {},
    pairs.map(([name, ...value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )
}

function routeFacts({ route, definition, method }) {
  if (route === '') return h('p', {}, 'No route answers this method and path.')
  const pattern = ['Pattern', h('code', {}, `${method} ${route}`)]
  if (definition === null) return facts([pattern])
  const { definedAt, access, limit } = definition
  return facts([
    pattern,
    ['Defined at', h('code', {}, definedAt)],
    ['Access', access === 'public' ? 'public: everybody may call' : access],
    ...(limit === null ? [] : [['Limit', limit]]),
  ])
}

function validation({ failures, stages, definition, route }) {
  if (failures.length > 0) {
    return [
      h('p', {}, `${count(failures.length, 'value')} refused, all told to the client at once.`),
      h(
        'ul',
        { class: 'failures' },
        failures.map(({ pointer, message }) => h('li', {}, h('code', {}, pointer), ' ', message)),
      ),
    ]
  }
  const stage = stages.find(({ name }) => name === 'validate')
  const parts = definition?.validates ?? []
  if (stage !== undefined && !stage.failed)
    return h('p', {}, h('span', { class: 's2' }, 'Passed'), parts.length > 0 ? `: ${parts.join(', ')}.` : '.')
  if (route === '' || parts.length > 0 || stage !== undefined)
    return h('p', {}, 'The request did not get that far.')
  return h(
    'p',
    {},
    definition === null ? 'Nothing was validated.' : 'The route declares nothing to validate.',
  )
}

function statements(queries, stages) {
  return h(
    'ol',
    { class: 'events' },
    queries.map(({ sql, parameters, at, duration: took, rows, error }, index) =>
      h(
        'li',
        {},
        h(
          'p',
          { class: 'meta' },
          h('span', { class: 'which' }, String(index + 1)),
          position(at, took, stages, 'query'),
          h('span', {}, duration(took)),
        ),
        h('pre', {}, dedent(sql)),
        h('p', { class: 'counts' }, `${count(rows, 'row')}, ${count(parameters, 'parameter')}`),
        error !== undefined && h('p', { class: 'error severe' }, error),
      ),
    ),
  )
}

function lines(logs, stages) {
  return h(
    'ol',
    { class: 'events' },
    logs.map(({ at, level, message }) =>
      h(
        'li',
        {},
        h(
          'p',
          { class: 'meta' },
          h('span', { class: `which level-${level}` }, level),
          position(at, 0, stages, 'line'),
          h('span', {}, `+${duration(at)}`),
        ),
        h('p', { class: 'message' }, message),
      ),
    ),
  )
}

/** Statements keep the indentation of the code that they stand in; what all lines share says nothing. */
function dedent(sql) {
  const rows = sql.replace(/^\s*\n|\s+$/g, '').split('\n')
  const depths = rows.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)[0].length)
  const shared = Math.min(...depths.slice(rows.length > 1 && depths[0] === 0 ? 1 : 0), 40)
  return rows.map((line) => line.slice(Math.min(shared, /^ */.exec(line)[0].length))).join('\n')
}
