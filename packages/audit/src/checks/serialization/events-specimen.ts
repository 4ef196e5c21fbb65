import type { IncomingMessage, ServerResponse } from 'node:http'
import { answering } from '../../flaws/answering.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { decodeCbor, encodeCbor, UnknownTag, type ReadTag } from './cbor.ts'

/** What is wrong with it. */
interface Traits {
  /** Numbers go through 32 bits in CBOR. */
  readonly singles?: boolean
  /** References (tags 28 and 29) are followed. */
  readonly follows?: boolean
}

const CBOR = 'application/cbor'

/** A server that takes events and shows them, in JSON and in CBOR. */
export function events({ singles = false, follows = false }: Traits = {}): Specimen {
  const made = new Map<string, unknown>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '/', headers } = request
    const tell = (status: number, value: unknown, more = {}) => {
      const packed = headers.accept === CBOR
      response
        .writeHead(status, { 'content-type': packed ? CBOR : 'application/json', vary: 'Accept', ...more })
        .end(packed ? encodeCbor(singles ? inSingles(value) : value) : JSON.stringify(value))
    }
    if (url === '/') return tell(200, { events: '/events', version: 1.1 })
    if (method === 'GET') return made.has(url) ? tell(200, made.get(url)) : tell(404, {})
    const content = await contentOf(request)
    const isPacked = headers['content-type'] === CBOR
    const event = isPacked ? read(content, follows) : (JSON.parse(content.toString()) as unknown)
    const { title, text } = event as Record<string, unknown>
    if (typeof title !== 'string' || typeof text !== 'string') return tell(422, {})
    const at = `/events/${made.size + 1}`
    made.set(at, event)
    return tell(201, event, { location: at })
  }
  return answering(
    (request, response) => void answer(request, response).catch(() => response.writeHead(400).end()),
    {
      pages: ['/'],
      resources: [
        {
          path: '/events',
          example: { title: 'An event of {{random}}', text: 'What happened then', amount: 0.1 },
          methods: ['create', 'read'],
        },
      ],
    },
  )
}

function read(content: Buffer, follows: boolean): unknown {
  if (!follows) return decodeCbor(content)
  const shared: unknown[] = []
  const follow: ReadTag = (tag, value) => {
    if (tag === 28) shared.push(value)
    else if (tag !== 29) throw new UnknownTag(`Tag ${tag} is not known.`)
    return tag === 28 ? value : shared[Number(value)]
  }
  return decodeCbor(content, follow)
}

function inSingles(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'number' ? Math.fround(each) : each,
  ) as unknown
}
