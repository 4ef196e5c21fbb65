import { NoAnswer, type Inspection } from '../../run/inspection.ts'
import { statusLine, type Answer } from '../../wire/answer.ts'
import { Unreachable } from '../../wire/connection.ts'
import type { Answered } from '../../wire/exchange.ts'
import { isHtml, isSuccess } from './probe.ts'

/** What the auditor was pointed at cannot be audited. */
export class BadTarget extends Error {
  override readonly name = 'BadTarget'
}

/** What the target says to a start page and to an address that cannot exist. */
export interface Contact {
  readonly start: Answered
  readonly missing: Answered
  /** Whether an answer is the one that it has for every address, as single-page applications do. */
  readonly isCatchAll: (answer: Answer) => boolean
}

/**
 * Finds out whether there is a web server that can be spoken to.
 *
 * @throws BadTarget where what answers speaks no HTTP, or sends everybody elsewhere
 * @throws Unreachable
 */
export async function contact({ send, target }: Inspection): Promise<Contact> {
  const { origin } = target.origin
  const ask = async (path: string): Promise<Answered> => {
    try {
      return await send({ path }, { limited: true })
    } catch (error) {
      // OpenSSL's words for an answer that is no TLS record.
      if (error instanceof Unreachable && /wrong version number|packet length too long/i.test(error.message))
        throw new BadTarget(`${origin} speaks no TLS; give its address with http://.`, { cause: error })
      if (!(error instanceof NoAnswer)) throw error
      throw new BadTarget(silent(origin, error), { cause: error })
    }
  }
  const start = await ask(`${target.base}/`)
  if (start.answer.status === 0) throw new BadTarget(noHttp(origin, start))
  const missing = await ask(target.missing())
  const elsewhere = [start, missing].map(({ answer }) => redirectsTo(answer, target.origin))
  if (elsewhere.every((each) => each !== undefined))
    throw new BadTarget(`${origin} sends everybody to ${String(elsewhere[0])}; audit that address instead.`)
  return {
    start,
    missing,
    isCatchAll: (answer) => isSuccess(missing.answer) && isLike(answer, missing.answer),
  }
}

/** Pages that differ in a nonce or the address alone are one. */
function isLike(one: Answer, other: Answer): boolean {
  if (one.body.equals(other.body)) return true
  const difference = Math.abs(one.body.length - other.body.length)
  return isHtml(one) && isHtml(other) && difference <= other.body.length / 20
}

/** What there is to say about it, as sentences. */
export function describeContact({ start, missing }: Contact, target: URL): string[] {
  const elsewhere = redirectsTo(start.answer, target)
  const says: string[] = []
  if (elsewhere !== undefined) says.push(`Its start page leads to ${elsewhere}, which is not looked at.`)
  if (isSuccess(missing.answer))
    says.push(
      `An address that cannot exist is answered with ${statusLine(missing.answer)}, as by a single-page application: ` +
        'what is not told apart from that is not taken for a page.',
    )
  return says
}

/** The origin that a redirect leads to, where it is another one. */
function redirectsTo({ status, headers }: Answer, target: URL): string | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined
  const location = headers.get('location')
  const url = location === undefined ? null : URL.parse(location, target)
  return url === null || url.origin === target.origin ? undefined : url.origin
}

function silent(origin: string, { exchange }: NoAnswer): string {
  if (exchange.ended === 'open')
    return `${origin} takes connections but gave no answer within 5 s. Is it a web server, and is it ready?`
  return `${origin} takes connections but ends them without an answer. Does it speak HTTP here, or is it https?`
}

function noHttp(origin: string, { received, answer }: Answered): string {
  // A TLS alert record (RFC 8446 section 5.1): it takes an http request for a broken handshake.
  if (received[0] === 0x15 && received[1] === 0x03)
    return `${origin} speaks TLS; give its address with https://.`
  const [fault] = answer.faults
  if (received.length > 1 << 20) return `What answers at ${origin} speaks no HTTP: ${fault}.`
  const said = JSON.stringify(received.subarray(0, 60).toString('latin1'))
  return `What answers at ${origin} speaks no HTTP: it said ${said}.`
}
