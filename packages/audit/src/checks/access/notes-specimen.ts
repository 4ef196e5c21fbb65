import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { isObject } from '../../target/openapi/document.ts'

/** What can be wrong with it. */
interface Traits {
  /** Whether ids are numbers in a row. */
  readonly counts?: boolean
  /** Whether all that a client sends goes into the note, its owner too. */
  readonly takesAll?: boolean
}

interface Note {
  readonly id: string
  readonly owner: string
  readonly text: string
}

/** A few lines of a server with notes of ada and bob, made, read and listed. */
export function notesServer(traits: Traits): Specimen {
  return {
    start() {
      const notes = new Map<string, Note>()
      return serveHandler((request, response) => void answer(request, response, notes, traits), {
        users: ['ada', 'bob'].map((name) => ({ name, headers: { Authorization: `Bearer ${name}` } })),
        resources: [
          {
            path: '/notes',
            as: 'ada',
            example: { text: 'A note {{random}}' },
            text: 'text',
            methods: ['list', 'create', 'read'],
          },
        ],
        guarded: ['/notes'],
      })
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  notes: Map<string, Note>,
  { counts = false, takesAll = false }: Traits,
): Promise<void> {
  const { method, url = '/' } = request
  const say = (status: number, body: unknown) => void response.writeHead(status).end(JSON.stringify(body))
  const owner = /^Bearer (ada|bob)$/.exec(request.headers.authorization ?? '')?.[1]
  response.setHeader('content-type', 'application/json')
  if (!url.startsWith('/notes')) return say(url === '/' ? 200 : 404, {})
  if (owner === undefined) return say(401, {})
  if (method === 'POST') {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const given: unknown = JSON.parse(Buffer.concat(chunks).toString())
    const { text = '' } = isObject(given) ? given : {}
    const id = counts ? String(notes.size + 1) : randomUUID()
    const own = { id, owner, text: String(text) }
    const note = takesAll && isObject(given) ? { ...own, ...given } : own
    notes.set(id, note)
    response.setHeader('location', `/notes/${id}`)
    return say(201, note)
  }
  const own = [...notes.values()].filter((note) => note.owner === owner)
  if (url === '/notes') return say(200, own)
  const note = notes.get(url.slice('/notes/'.length))
  if (note === undefined || (note.owner !== owner && !takesAll)) return say(404, {})
  say(200, note)
}
