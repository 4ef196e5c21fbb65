import { describe, expect, it } from 'vitest'
import { evidenceOf, HOSTILE, resultOf, sample } from './fixtures/sample.ts'
import type { Judgement } from './judgement.ts'
import { junit } from './junit.ts'
import { markdown } from './markdown.ts'
import { sarif } from './sarif.ts'
import { plain } from './terminal/paint.ts'
import { terminal } from './terminal/terminal.ts'
import { reportOf } from './to-report.ts'

const judgement: Judgement = { failOn: 'must', accepted: new Map([['caching/vary', 'The proxy adds it.']]) }

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/

describe('in a terminal', () => {
  const text = terminal(sample, judgement, plain, 80)

  it('is what it was', () => {
    expect(text).toMatchSnapshot()
  })

  it('cannot be made to act by what the target said', () => {
    expect(text).not.toMatch(CONTROL)
  })

  it('fits into 80 columns but for addresses and commands', () => {
    const long = text.split('\n').filter((line) => line.length > 80)
    expect(long.filter((line) => !/https?:\/\/|curl |printf /.test(line))).toEqual([])
  })

  it('shows the mark far within a long body', () => {
    const body = `${'line\n'.repeat(500)}here it is\n${'line\n'.repeat(500)}`
    const received = `HTTP/1.1 200 OK\r\n\r\n${body}`
    const from = received.indexOf('it is')
    const evidence = [evidenceOf({ received, mark: { in: 'received', from, to: from + 5 } })]
    const shown = terminal(
      reportOf([resultOf('a/b', 'failed', 'must', { evidence })], { ...about() }),
      judgement,
      plain,
      80,
    )
    expect(shown).toMatch(/HTTP\/1\.1 200 OK\n +…\n +here it is\n +\^{5}\n +line/)
  })
})

describe('as SARIF', () => {
  const log = JSON.parse(sarif(sample, judgement)) as {
    readonly version: string
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } }
      readonly results: readonly Record<string, unknown>[]
    }[]
  }
  const [run] = log.runs

  it('has a rule for each check and a result for each finding', () => {
    expect(log.version).toBe('2.1.0')
    expect(run?.tool.driver.rules).toHaveLength(sample.results.length)
    expect(run?.tool.driver.rules[0]).toMatchObject({
      id: 'routing/not-found',
      shortDescription: { text: 'What is not there is answered with 404.' },
      helpUri: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.5',
      help: { markdown: expect.stringContaining('**nginx**') as string },
      defaultConfiguration: { level: 'error' },
    })
    expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['routing/not-found', 'error'],
      ['caching/etag-changes', 'warning'],
      ['caching/vary', 'note'],
    ])
  })

  it('points from results to rules and addresses, with fingerprints that stay', () => {
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[Number(result['ruleIndex'])]?.['id']).toBe(result['ruleId'])
      expect(result['partialFingerprints']).toEqual({ 'principiaAuditCheck/v1': result['ruleId'] })
      const [location] = result['locations'] as { physicalLocation: { artifactLocation: { uri: string } } }[]
      expect(URL.canParse(location?.physicalLocation.artifactLocation.uri ?? '')).toBe(true)
      expect(location?.physicalLocation.artifactLocation.uri).toMatch(/^[!-~]+$/)
    }
  })

  it('suppresses what is accepted, with the reason', () => {
    expect(run?.results.map((result) => result['suppressions'])).toEqual([
      undefined,
      undefined,
      [{ kind: 'external', status: 'accepted', justification: 'The proxy adds it.' }],
    ])
  })
})

describe('as JUnit XML', () => {
  const xml = junit(sample, judgement)

  it('is what it was', () => {
    expect(xml).toMatchSnapshot()
  })

  it('is well-formed, whatever the target said', () => {
    // What may stand in XML: no control character, every "<" begins a tag of ours, every "&" an entity.
    expect(xml).not.toMatch(CONTROL)
    expect(
      xml.replaceAll(/<\??\/?(?:xml|testsuites?|testcase|failure|skipped)(?: [\w:]+="[^"<]*")*\??>/g, ''),
    ).not.toContain('<')
    expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/)
  })

  it('fails for what counts alone', () => {
    expect(xml.match(/<failure /g)).toHaveLength(1)
    expect(xml).toContain('<skipped message="Accepted: The proxy adds it.')
    expect(xml).toContain(
      '<testsuites name="principia-audit http://localhost:3000/" tests="8" failures="1" errors="0" skipped="5"',
    )
  })
})

describe('as Markdown', () => {
  const text = markdown(sample, judgement)

  it('is what it was', () => {
    expect(text).toMatchSnapshot()
  })

  it('gives what the target said no meaning', () => {
    const outside = text.replaceAll(/^(`{3,})[^]*?^\1$/gm, '')
    expect(outside).not.toMatch(/<script|<img|@all|\]\(javascript/)
    expect(text).not.toMatch(CONTROL)
  })

  it('is no longer than a comment may be', () => {
    const results = Array.from({ length: 500 }, (_, index) =>
      resultOf(`routing/check-${index}`, 'failed', 'must', { says: HOSTILE.repeat(3) }),
    )
    const long = markdown(reportOf(results, about()), judgement)
    expect(long.length).toBeLessThan(65_536)
    expect(long).toMatch(/… and \d+ parts of the report that did not fit here\.\n$/)
  })
})

function about() {
  const { target, seed, requests, known, duration } = sample
  return { version: '0.1.0', target, seed, requests, known, duration, startedAt: new Date(sample.startedAt) }
}
