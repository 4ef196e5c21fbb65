import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { check } from '../../check.ts'
import { rfc, text } from '../../source.ts'
import { isLoopback } from '../../target/loopback.ts'
import { failed, passed, type Verdict } from '../../verdict.ts'
import { STATUS, statusLine } from '../../wire/answer.ts'
import type { Stored } from '../openapi/body-calls.ts'
import { attempt, isFault, isTaken } from '../openapi/trials.ts'
import { acrossXml, type XmlCall } from './xml-calls.ts'
import { readingXml } from './xml-specimen.ts'

export const xmlEntities = check({
  id: 'serialization/xml-entities',
  claim: 'XML that a client sends fetches nothing, reads no file, and expands nothing without a limit.',
  severity: 'must',
  source: [
    text('CWE-611: XML External Entity Reference', 'https://cwe.mitre.org/data/definitions/611.html'),
    text('CWE-776: XML Entity Expansion', 'https://cwe.mitre.org/data/definitions/776.html'),
    rfc(7303, '10'),
  ],
  mend: {
    general:
      'Tell the parser to refuse a DOCTYPE; where one is needed, to load no external entities and to bound what entities expand to.',
    stacks: {
      Java: 'factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)',
      '.NET': 'XmlReaderSettings: DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null',
      Python: 'defusedxml; lxml.etree.XMLParser(resolve_entities=False, no_network=True)',
      PHP: 'no LIBXML_NOENT and no LIBXML_DTDLOAD',
    },
  },
  needs: ['write'],
  async run(inspection) {
    await using listener = await listen()
    const { target, send } = inspection
    return await acrossXml(inspection, 'Nothing is known that takes XML.', async (call) => {
      // What runs elsewhere could not reach us, however hard it tried.
      const external = isLoopback(target.origin.hostname) ? fetches(listener.url) : []
      for (const { what, doctype } of [...external, FILE]) {
        const stored = await attempt(() => call.store(doctype, '&audit;'))
        if (listener.reached)
          return failed(
            `${call.name} was sent XML with ${what}, and went there: an address of ours was asked for.`,
            stored?.answered,
          )
        const verdict = stored && judge(call, what, stored)
        if (verdict !== undefined) return verdict
      }
      const bomb = await attempt(() => call.store(expansions, '&e7;'))
      const page = target.pages[0]
      const after = page && (await attempt(() => send({ path: page.path, as: page.as })))
      if (page !== undefined && after === undefined)
        return failed(`After XML with entities within entities ${page.path} does not answer any more.`)
      return (bomb && judge(call, 'entities within entities', bomb)) ?? passed()
    })
  },
  flaw: readingXml({ fetches: true }),
  sound: readingXml(),
})

interface Attack {
  readonly what: string
  readonly doctype: (root: string) => string
}

function fetches(url: string): Attack[] {
  return [
    {
      what: 'an external entity',
      doctype: (root) => `<!DOCTYPE ${root} [<!ENTITY audit SYSTEM "${url}entity">]>`,
    },
    {
      what: 'an external parameter entity',
      doctype: (root) =>
        `<!DOCTYPE ${root} [<!ENTITY % outer SYSTEM "${url}parameter"> %outer; <!ENTITY audit "">]>`,
    },
    {
      what: 'an external DTD',
      doctype: (root) => `<!DOCTYPE ${root} SYSTEM "${url}dtd" [<!ENTITY audit "">]>`,
    },
  ]
}

/** A file that is on most machines and holds no secret. */
const FILE: Attack = {
  what: 'an entity that is a file',
  doctype: (root) => `<!DOCTYPE ${root} [<!ENTITY audit SYSTEM "file:///etc/passwd">]>`,
}
const PASSWD = /root:[^:\n]*:0:0:/

/** Ten times ten times … the same: 30 MB from 400 bytes, which is more than parsers with a limit give. */
function expansions(root: string): string {
  const entities = Array.from(
    { length: 7 },
    (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`,
  )
  return `<!DOCTYPE ${root} [<!ENTITY e0 "lol">${entities.join('')}]>`
}

/** Characters that no limit would have let through. */
const EXPANDED = 1_000_000

/** A failure, or nothing where it was refused or not expanded. */
function judge(call: XmlCall, what: string, { answered, item, shown }: Stored): Verdict | undefined {
  const found = [answered, shown].find(({ answer }) => PASSWD.test(answer.body.toString('latin1')))
  if (found !== undefined)
    return failed(`${call.name} was sent XML with ${what}, and shows /etc/passwd.`, found, PASSWD)
  if (isFault(answered.answer))
    return failed(
      `${call.name} was answered with ${statusLine(answered.answer)} to XML with ${what}; a refusal (4xx) was expected.`,
      answered,
      STATUS,
    )
  const kept = item?.[call.text]
  if (isTaken(answered.answer) && typeof kept === 'string' && kept.length >= EXPANDED)
    return failed(`${call.name} made ${kept.length} characters of XML with ${what}.`, answered, STATUS)
  return undefined
}

/** Something at an address of this machine that notices who comes. */
async function listen(): Promise<{ readonly url: string; readonly reached: boolean } & AsyncDisposable> {
  let reached = false
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    reached = true
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get reached() {
      return reached
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
