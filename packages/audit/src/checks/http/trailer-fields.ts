import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import type { Inspection } from '../../run/inspection.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { STATUS, statusLine, type Answer } from '../../wire/answer.ts'
import type { Exchange } from '../../wire/exchange.ts'
import { publicPage } from './carriers.ts'
import { converse } from './converse.ts'

/** Each changes the answer of a server that knows it. */
const FIELDS = ['If-None-Match: *', 'Range: bytes=0-0', 'Accept: audit/none', 'Expect: the-best', 'Host: a b']

interface Place {
  readonly path: string
  readonly field: string
}

export const trailerFields = check({
  id: 'http/trailer-fields',
  claim: 'A trailer field does not count as a header field.',
  severity: 'must',
  source: [rfc(9112, '7.1.2'), rfc(9110, '6.5.1')],
  mend: {
    general:
      'Keep trailer fields apart from header fields, or throw them away: who can send content could otherwise set fields that a proxy has checked or taken out.',
    stacks: { Uvicorn: '--http h11: with httptools, trailer fields become header fields.' },
  },
  async run(inspection) {
    const { target } = inspection
    const { path } = publicPage(target)
    const [guarded] = target.guarded
    const [user] = target.users
    const credentials = Object.entries(user?.headers ?? {}).map(([name, value]) => `${name}: ${value}`)
    const places = [
      ...(guarded === undefined ? [] : credentials.map((field) => ({ path: guarded, field }))),
      ...FIELDS.map((field) => ({ path, field })),
    ]
    return across(places, NONE, (place) => compare(inspection, place))
  },
  flaw: sloppy({ trailersMerged: true }),
  sound: sloppy(),
})

const NONE =
  'No field was found that changes the answer to a GET with chunked content; name a "guarded" address and a user in the configuration.'

async function compare(inspection: Inspection, { path, field }: Place) {
  const { host } = inspection.target.origin
  const ask = async (header: string, trailer: string): Promise<[Exchange, Answer | undefined]> => {
    const own = header.startsWith('Host:') ? header : `Host: ${host}\r\n${header}`
    const head = `GET ${path} HTTP/1.1\r\n${own}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`
    const exchange = await converse(inspection, `${head}2\r\nab\r\n0\r\n${trailer}\r\n`, 1)
    return [exchange, exchange.answers[0]]
  }
  const [, plain] = await ask('', '')
  const [, effective] = await ask(`${field}\r\n`, '')
  if (plain === undefined || effective === undefined || plain.status === effective.status) return undefined
  const [exchange, answer] = await ask('', `${field}\r\n`)
  if (answer?.status !== effective.status) return passed()
  const says = `${field.slice(0, field.indexOf(':'))} as a trailer field changed the answer from ${statusLine(plain)} to ${statusLine(answer)}, as it does as a header field.`
  return failed(says, exchange, STATUS)
}
