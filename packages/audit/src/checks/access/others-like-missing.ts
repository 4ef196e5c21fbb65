import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import type { Random } from '../../run/random.ts'
import { rfc, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import { mendOwner } from './mend-owner.ts'
import { privateItem } from './private-item.ts'

export const othersLikeMissing = check({
  id: 'access/others-like-missing',
  claim: 'What belongs to another user is answered like what is not there.',
  severity: 'should',
  source: [
    rfc(9110, '15.5.4'),
    text('CWE-204 Observable Response Discrepancy', 'https://cwe.mitre.org/data/definitions/204.html'),
  ],
  mend: {
    ...mendOwner,
    general: `${mendOwner.general} Then it is 404 by itself; 403 tells strangers which ids exist.`,
  },
  needs: ['write', 'resource', 'two-users'],
  async run(inspection) {
    await using item = await privateItem(inspection)
    const { path, id, other } = item
    const missingPath = path.replace(/[^/]+(?=\/?$)/, () => idLike(id, inspection.random))
    const missing = await inspection.send({ path: missingPath, as: other })
    const exchange = await inspection.send({ path, as: other })
    if (exchange.answer.status < 300 || missing.answer.status < 300)
      return inconclusive(
        `${exchange.answer.status < 300 ? path : missingPath} is ${statusLine(exchange.answer)} to ${other.name}.`,
      )
    if (exchange.answer.status === missing.answer.status) return passed()
    return failed(
      `To ${other.name} an item of somebody else is ${statusLine(exchange.answer)}, and one that is not there ${statusLine(missing.answer)}.`,
      [
        { exchange, mark: markIn(exchange, 'received', STATUS) },
        { exchange: missing, mark: markIn(missing, 'received', STATUS) },
      ],
    )
  },
  flaw: forbidding(),
})

/** An id of the same form that nothing has. */
function idLike(id: string, random: Random): string {
  if (/^\d+$/.test(id)) return String(Number(id) + 1_000_000)
  // Version and variant of a UUID (RFC 9562 section 4) stay what they are: with others it is none.
  const kept = /^[\da-f]{8}-(?:[\da-f]{4}-){3}(?=[\da-f]{12}$)/i.exec(id)?.[0] ?? ''
  return kept + id.slice(kept.length).replaceAll(/[\da-f]/gi, () => random.between(0, 15).toString(16))
}

/** The sound server, which says 403 to those who ask for an item of somebody else. */
function forbidding() {
  const made = new Set<string>()
  return tampered((answer, request) => {
    const location = answer.headers['location']
    if (answer.status === 201 && typeof location === 'string') made.add(location)
    if (answer.status === 404 && made.has(request.url ?? '')) answer.status = 403
  })
}
