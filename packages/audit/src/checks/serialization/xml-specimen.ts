import type { IncomingMessage, ServerResponse } from 'node:http'
import { answering } from '../../flaws/answering.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** A server that takes notes as JSON and as XML. @param fetches whether it loads what a DOCTYPE names */
export function readingXml({ fetches = false }: { readonly fetches?: boolean } = {}): Specimen {
  const made = new Map<string, unknown>()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '/', headers } = request
    const tell = (status: number, value: unknown, more = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value))
    if (method === 'GET') return made.has(url) ? tell(200, made.get(url)) : tell(404, {})
    const content = (await contentOf(request)).toString()
    const isXml = headers['content-type'] === 'application/xml'
    if (isXml && content.includes('<!DOCTYPE') && !fetches) return tell(400, {})
    const note: unknown = isXml ? { text: await textOf(content) } : JSON.parse(content)
    const at = `/notes/${made.size + 1}`
    made.set(at, note)
    return tell(201, note, { location: at })
  }
  return answering(
    (request, response) => void answer(request, response).catch(() => response.writeHead(400).end()),
    {
      resources: [
        { path: '/notes', example: { text: 'Some words of {{random}}' }, methods: ['create', 'read'] },
      ],
    },
  )
}

async function textOf(xml: string): Promise<string> {
  const entity = /<!ENTITY audit SYSTEM "(http[^"]+)">/.exec(xml)?.[1]
  const value = entity === undefined ? '' : await (await fetch(entity)).text()
  return (/<text>(.*)<\/text>/s.exec(xml)?.[1] ?? '').replace('&audit;', value)
}
