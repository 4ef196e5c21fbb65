import { describe, expect, it } from 'vitest'
import { evaluateConditions, rangeApplies, type Verdict } from './conditional.ts'
import { formatHttpDate } from './http-date.ts'

const changed = new Date('2026-11-06T08:00:00.750Z')
const at = (seconds: number) => formatHttpDate(Math.floor(changed.getTime() / 1000) * 1000 + seconds * 1000)
const now = { etag: '"a"', lastModified: changed }
const weak = { etag: 'W/"a"', lastModified: changed }
const undated = { etag: '"a"' }
const untagged = { lastModified: changed }

type Case = [
  headers: Record<string, string>,
  current: Parameters<typeof evaluateConditions>[2],
  read: Verdict,
  write: Verdict,
]

const CASES: Record<string, Case[]> = {
  'RFC 9110 section 13.1.1: If-Match [9110-13.1.1-1]': [
    [{ 'if-match': '"a"' }, now, 'proceed', 'proceed'],
    [{ 'if-match': '"b", "a"' }, now, 'proceed', 'proceed'],
    [{ 'if-match': '"b"' }, now, 'failed', 'failed'],
    [{ 'if-match': '*' }, now, 'proceed', 'proceed'],
    [{ 'if-match': '*' }, undefined, 'failed', 'failed'],
    [{ 'if-match': '"a"' }, undefined, 'failed', 'failed'],
    [{ 'if-match': 'W/"a"' }, now, 'failed', 'failed'],
    [{ 'if-match': 'W/"a"' }, weak, 'failed', 'failed'],
    [{ 'if-match': '"a"' }, weak, 'failed', 'failed'],
    [{ 'if-match': '"a"' }, untagged, 'failed', 'failed'],
    [{ 'if-match': '*' }, untagged, 'proceed', 'proceed'],
    [{ 'if-match': 'a' }, now, 'failed', 'failed'],
    [{ 'if-match': '' }, now, 'failed', 'failed'],
    [{ 'if-match': '"b"' }, { etag: ['"a"', '"b"'] }, 'proceed', 'proceed'],
    [{ 'if-match': '*' }, { etag: [] }, 'proceed', 'proceed'],
  ],
  'RFC 9110 section 13.1.2: If-None-Match [9110-13.1.2-1]': [
    [{ 'if-none-match': '"a"' }, now, 'not-modified', 'failed'],
    [{ 'if-none-match': 'W/"a"' }, now, 'not-modified', 'failed'],
    [{ 'if-none-match': '"a"' }, weak, 'not-modified', 'failed'],
    [{ 'if-none-match': '"b", W/"a"' }, now, 'not-modified', 'failed'],
    [{ 'if-none-match': '"b"' }, now, 'proceed', 'proceed'],
    [{ 'if-none-match': '*' }, now, 'not-modified', 'failed'],
    [{ 'if-none-match': '*' }, untagged, 'not-modified', 'failed'],
    [{ 'if-none-match': '*' }, undefined, 'proceed', 'proceed'],
    [{ 'if-none-match': '"a"' }, undefined, 'proceed', 'proceed'],
    [{ 'if-none-match': '"a"' }, untagged, 'proceed', 'proceed'],
    [{ 'if-none-match': 'a' }, now, 'proceed', 'proceed'],
  ],
  'RFC 9110 section 13.1.3: If-Modified-Since, for GET and HEAD only [9110-13.1.3-2, 9110-13.1.3-3]': [
    [{ 'if-modified-since': at(0) }, now, 'not-modified', 'proceed'],
    [{ 'if-modified-since': at(1) }, now, 'not-modified', 'proceed'],
    [{ 'if-modified-since': at(-1) }, now, 'proceed', 'proceed'],
    [{ 'if-modified-since': at(0) }, undated, 'proceed', 'proceed'],
    [{ 'if-modified-since': 'yesterday' }, now, 'proceed', 'proceed'],
    [{ 'if-modified-since': `${at(0)}, ${at(1)}` }, now, 'proceed', 'proceed'],
    [{ 'if-modified-since': at(0) }, undefined, 'proceed', 'proceed'],
  ],
  'RFC 9110 section 13.1.4: If-Unmodified-Since [9110-13.1.4-2, 9110-13.1.4-3]': [
    [{ 'if-unmodified-since': at(0) }, now, 'proceed', 'proceed'],
    [{ 'if-unmodified-since': at(1) }, now, 'proceed', 'proceed'],
    [{ 'if-unmodified-since': at(-1) }, now, 'failed', 'failed'],
    [{ 'if-unmodified-since': at(-1) }, undated, 'proceed', 'proceed'],
    [{ 'if-unmodified-since': 'yesterday' }, now, 'proceed', 'proceed'],
    [{ 'if-unmodified-since': at(-1) }, undefined, 'proceed', 'proceed'],
  ],
  'RFC 9110 section 13.2.2: what comes before what [9110-13.1.3-1, 9110-13.1.4-1, 9110-13.2.2-1]': [
    [{}, now, 'proceed', 'proceed'],
    [{ 'if-match': '"a"', 'if-unmodified-since': at(-1) }, now, 'proceed', 'proceed'],
    [{ 'if-match': '"b"', 'if-unmodified-since': at(0) }, now, 'failed', 'failed'],
    [{ 'if-match': '"b"', 'if-none-match': '"a"' }, now, 'failed', 'failed'],
    [{ 'if-match': '"a"', 'if-none-match': '"a"' }, now, 'not-modified', 'failed'],
    [{ 'if-match': '"a"', 'if-none-match': '"b"' }, now, 'proceed', 'proceed'],
    [{ 'if-none-match': '"b"', 'if-modified-since': at(0) }, now, 'proceed', 'proceed'],
    [{ 'if-none-match': '"a"', 'if-modified-since': at(-1) }, now, 'not-modified', 'failed'],
    [{ 'if-none-match': 'a', 'if-modified-since': at(0) }, now, 'proceed', 'proceed'],
    [{ 'if-unmodified-since': at(-1), 'if-none-match': '"a"' }, now, 'failed', 'failed'],
    [{ 'if-unmodified-since': at(0), 'if-modified-since': at(0) }, now, 'not-modified', 'proceed'],
    [{ 'if-match': '"a"', 'if-modified-since': at(0) }, now, 'not-modified', 'proceed'],
  ],
}

describe.each(Object.entries(CASES))('%s', (_section, cases) => {
  it.each(cases)('%j for %j: %s to read, %s to write', (headers, current, read, write) => {
    for (const method of ['GET', 'HEAD']) expect(evaluateConditions(method, headers, current)).toBe(read)
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE']) {
      expect(evaluateConditions(method, headers, current)).toBe(write)
    }
  })
})

describe('RFC 9110 section 13.1.5: If-Range [9110-13.1.5-4, 9110-13.1.5-5]', () => {
  it.each([
    [undefined, '"a"', changed, true],
    ['"a"', '"a"', undefined, true],
    ['"b"', '"a"', undefined, false],
    ['W/"a"', 'W/"a"', undefined, false],
    ['"a"', 'W/"a"', undefined, false],
    ['"a"', undefined, changed, false],
    ['"a", "b"', '"a"', undefined, false],
    ['*', '"a"', undefined, false],
    [at(0), '"a"', changed, true],
    [at(0), undefined, changed, true],
    [at(1), undefined, changed, false],
    [at(-1), undefined, changed, false],
    [at(0), '"a"', undefined, false],
    ['yesterday', '"a"', changed, false],
  ])('%s with %s of %s: %s', (ifRange, etag, lastModified, applies) => {
    expect(rangeApplies(ifRange, etag, lastModified, changed.getTime() + 60_000)).toBe(applies)
  })

  it('a date of this very second is a weak validator (section 8.8.2.2)', () => {
    const asked = (later: number) => rangeApplies(at(0), undefined, changed, changed.getTime() + later)
    expect([asked(200), asked(1000)]).toEqual([false, true])
  })
})
