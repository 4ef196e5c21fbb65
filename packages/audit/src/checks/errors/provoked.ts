import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import type { Target } from '../../target/target.ts'
import type { Answered } from '../../wire/exchange.ts'
import type { RequestSpec } from '../../wire/request.ts'

/** A request that cannot be answered with what it asks for, and what the target made of it. */
export interface Provoked {
  /** As the subject of a sentence. */
  readonly says: string
  readonly request: RequestSpec
  /** `undefined` where the connection was closed without an answer. */
  readonly seen: Answered | undefined
}

const asked = new WeakMap<Target, Promise<readonly Provoked[]>>()

/** Provokes failures of many kinds; asked for by several checks, and sent once for all of them. */
export function provoked(inspection: Inspection): Promise<readonly Provoked[]> {
  const { target } = inspection
  const known = asked.get(target)
  if (known !== undefined) return known
  const asking = provoke(inspection)
  asked.set(target, asking)
  // Where it could not be done, the next check tries again.
  asking.catch(() => asked.delete(target))
  return asking
}

/** What was refused: the failures among them. */
export async function failures(
  inspection: Inspection,
): Promise<readonly (Provoked & { readonly seen: Answered })[]> {
  return (await provoked(inspection)).flatMap((one) =>
    one.seen !== undefined && one.seen.answer.status >= 400 ? [{ ...one, seen: one.seen }] : [],
  )
}

/** All at once: one that is not answered holds up none of the others. */
function provoke(inspection: Inspection): Promise<readonly Provoked[]> {
  return Promise.all(
    requestsFor(inspection).map(async ([says, request]) => {
      try {
        const seen = await inspection.send(request, { limited: true, within: 3000 })
        return { says, request, seen }
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        return { says, request, seen: undefined }
      }
    }),
  )
}

/** Where pages for people may be, beside an API. */
export const ELSEWHERE = 'An address elsewhere that is not there'

function requestsFor({ target, random }: Inspection): [says: string, request: RequestSpec][] {
  const { base, pages, resources, writable } = target
  const page = pages[0]?.path ?? `${base}/`
  // Beside what is known: what is under other paths may be another program's.
  const near = page.replace(/[^/]*(?:\?.*)?$/s, '')
  const missing = () => get(`${near}${random.word(12)}`)
  const { as } = pages[0] ?? {}
  const [resource] = resources
  const any = { accept: 'application/problem+json, application/json;q=0.9, */*;q=0.1' }
  const get = (path: string, headers = {}): RequestSpec => ({ path, as, headers: { ...any, ...headers } })
  const query = (text: string): RequestSpec => get(`${page}${page.includes('?') ? '&' : '?'}${text}`)
  return [
    ['An address that is not there', missing()],
    ['Another address that is not there', missing()],
    [ELSEWHERE, get(target.missing())],
    ['A path with a percent sign alone', get(`${near}%`)],
    ['A path with an escaped zero', get(`${near}a%00b`)],
    ['A path that is no UTF-8', get(`${near}%c0%ae%c0%ae/x`)],
    ['A path with a quote', get(`${near}a'b"c`)],
    ['A long path', get(`${near}${'a'.repeat(6000)}`)],
    ['A method that nobody knows', { ...get(page), method: 'AUDIT' }],
    ['A page that is posted to', writable ? { ...get(page), method: 'POST', body: '' } : missing()],
    ['A query with numbers that are none', query('limit=abc&page=-1&offset=1e999&size=%00')],
    ['A query with brackets', query('filter[a][b]=1&sort[]=x&limit[$gt]=')],
    ['A query with a percent sign alone', query('q=%')],
    ['Unreadable conditions', get(page, { 'if-modified-since': 'yesterday', 'if-none-match': '"' })],
    ['An unreadable range', get(page, { range: 'bytes=9-1,,x' })],
    ['Unreadable cookies and credentials', get(page, { cookie: '=;;=%;a', authorization: 'Bearer' })],
    ['An unreadable Accept', get(page, { accept: ';;,/' })],
    ...pages
      .filter(({ path }) => /\/\d+$/.test(path))
      .slice(0, 2)
      .flatMap((each) => onItem(each.path, each.as)),
    ...(resource === undefined || !writable ? [] : onCollection(resource.path, resource.as, any)),
    ...(writable && resource === undefined
      ? [
          ['A body that is broken', broken(`${near}${random.word()}`, undefined, any)] as [
            string,
            RequestSpec,
          ],
        ]
      : []),
  ]
}

function onItem(path: string, as: RequestSpec['as']): [string, RequestSpec][] {
  const around = path.replace(/\d+$/, '')
  const ids = {
    'A huge id': '9'.repeat(40),
    'A negative id': '-1',
    'An id that is a word': 'abc',
    'An id with a quote': "1'",
  }
  return Object.entries(ids).map(([says, id]) => [says, { path: `${around}${id}`, as }])
}

function onCollection(
  path: string,
  as: RequestSpec['as'],
  headers: Record<string, string>,
): [string, RequestSpec][] {
  const post = (body: string, type = 'application/json'): RequestSpec => ({
    method: 'POST',
    path,
    as,
    body,
    headers: { ...headers, 'content-type': type },
  })
  return [
    ['A body that is broken', broken(path, as, headers)],
    ['A body that is broken in another way', post('[1,')],
    ['A body that is a number', post('42')],
    ['A body that is null', post('null')],
    ['A body with a key that is special', post('{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}}}')],
    ['A body that is deep', post(`${'['.repeat(2000)}${']'.repeat(2000)}`)],
    ['A body of another type', post('<a/>', 'application/x-audit')],
    ['A body with a broken type', post('{}', 'application')],
  ]
}

function broken(path: string, as: RequestSpec['as'], headers: Record<string, string>): RequestSpec {
  return {
    method: 'POST',
    path,
    as,
    body: '{"title": ',
    headers: { ...headers, 'content-type': 'application/json' },
  }
}
