import { once } from 'node:events'
import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { app, currentScope, defineMiddleware, multipart, problems, reply, route, t } from '../index.ts'
import type { Route, RouteSpec } from '../index.ts'
import { createLogger } from '../observability/index.ts'
import { testApp } from '../testing/index.ts'
import { nextRecord, startQuiet } from './fixtures/app.ts'

/** A store of files, as an app has it: a disk, or buckets. */
const store = new Map<string, Buffer>()
let discarded = Promise.withResolvers<void>()
beforeEach(() => {
  store.clear()
  discarded = Promise.withResolvers()
})

async function keep(content: Readable, { filename }: { filename: string }) {
  store.set(filename, Buffer.concat(await content.toArray()))
  return filename
}

function discard(filename: string) {
  store.delete(filename)
  discarded.resolve()
}

const body = multipart({
  fields: t.Object({ owner: t.Optional(t.String()) }),
  files: { scan: { required: true, sink: keep, discard } },
})
const form = () => {
  const given = new FormData()
  given.set('owner', 'ada')
  given.set('scan', new File(['pixels'], 'a.png', { type: 'image/png' }))
  return given
}
const upload = (handler: () => unknown, spec: Partial<RouteSpec> = {}) =>
  route('POST /scans', { ...spec, access: 'public', body }, handler)

/** The status of one upload, and what the store has after it. */
async function send(scans: Route) {
  await using api = await testApp(app({ name: 'scans', docs: false, routes: [scans] }))
  const { status } = await api.request('POST', '/scans', { body: form() })
  await api.booted.dispatcher.whenIdle()
  return { status, kept: [...store.keys()] }
}

const fail = (): never => {
  throw new Error('the table is locked')
}

describe('what a sink has kept is discarded when', () => {
  it.each<[when: string, status: number, scans: Route]>([
    [
      'the handler throws a problem',
      404,
      upload(() => {
        throw problems.notFound()
      }),
    ],
    ['the handler answers with a failure', 409, upload(() => reply(409, 'taken'))],
    ['the handler crashes', 500, upload(fail)],
    ['the answer cannot be encoded', 500, upload(() => 7, { responses: { 200: t.String() } })],
    [
      'middleware fails after the handler',
      500,
      upload(() => 'done', {
        middleware: [
          defineMiddleware('commit', async (_context, next) => {
            await next()
            return fail()
          }),
        ],
      }),
    ],
  ])('%s', async (_when, status, scans) => {
    expect(await send(scans)).toEqual({ status, kept: [] })
  })

  it('a limit that counts by what was sent is used up', async () => {
    const limited = route(
      'POST /scans',
      {
        access: 'public',
        body,
        limit: { name: 'scans', count: 1, per: 'h', by: (context) => context.body.fields.owner },
      },
      () => 'done',
    )
    await using api = await testApp(app({ name: 'scans', docs: false, routes: [limited] }))
    expect((await api.request('POST', '/scans', { body: form() })).status).toBe(200)
    expect([...store.keys()]).toEqual(['a.png'])
    expect((await api.request('POST', '/scans', { body: form() })).status).toBe(429)
    await discarded.promise
    expect([...store.keys()]).toEqual([])
  })

  it('the deadline passes, and the handler gives up', async () => {
    const waiting = upload(
      async () => {
        await aborted()
        throw new Error('given up')
      },
      { timeout: 20 },
    )
    expect(await send(waiting)).toMatchObject({ status: 503 })
    await discarded.promise
    expect([...store.keys()]).toEqual([])
  })

  it('the client leaves, and the handler gives up', async () => {
    await leave(async () => {
      await aborted()
      throw new Error('given up')
    })
    await discarded.promise
    expect([...store.keys()]).toEqual([])
  })

  it('the client leaves before the handler runs', async () => {
    let handled = false
    const entered = Promise.withResolvers<void>()
    const late = async () => {
      entered.resolve()
      await aborted()
      return { user: 'ada' }
    }
    const Owner = {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: async () => ({ value: await late() }),
      },
    }
    const scans = route(
      'POST /scans',
      { access: 'public', body: multipart({ fields: Owner, files: { scan: { sink: keep, discard } } }) },
      () => (handled = true),
    )
    await leave(scans, entered.promise)
    await discarded.promise
    expect([[...store.keys()], handled]).toEqual([[], false])
  })
})

describe('what a sink has kept stays', () => {
  it('where the handler has done its work, although nobody waits for the answer', async () => {
    const done = Promise.withResolvers<void>()
    await leave(async () => {
      await aborted()
      setImmediate(done.resolve)
      return 'a row refers to it now'
    })
    await done.promise
    expect([...store.keys()]).toEqual(['a.png'])
  })

  it('where middleware makes a success of a failure', async () => {
    const forgiving = defineMiddleware('forgiving', async (_context, next) => {
      await next().catch(() => undefined)
      return reply(202)
    })
    expect(await send(upload(() => 'done', { middleware: [forgiving] }))).toEqual({
      status: 202,
      kept: ['a.png'],
    })
  })
})

it('what cannot be discarded is in the log', async () => {
  const logged = Promise.withResolvers<string>()
  const logger = createLogger({ level: 'error', format: 'json', destination: { write: logged.resolve } })
  const stuck = { sink: keep, discard: () => Promise.reject(new Error('the disk is read-only')) }
  const scans = route(
    'POST /scans',
    { access: 'public', body: multipart({ files: { scan: stuck } }) },
    () => {
      throw problems.notFound()
    },
  )
  await using api = await testApp(app({ name: 'scans', docs: false, routes: [scans] }), { logger })
  const given = form()
  given.delete('owner')
  expect((await api.request('POST', '/scans', { body: given })).status).toBe(404)
  expect(JSON.parse(await logged.promise)).toMatchObject({
    field: 'scan',
    err: { message: 'the disk is read-only' },
    msg: 'what was kept of an upload could not be discarded',
  })
})

/** Resolves when the request that is being handled is given up. */
async function aborted(): Promise<void> {
  const signal = currentScope()?.signal
  if (signal?.aborted === false) await once(signal, 'abort')
}

/** Uploads, and leaves once the handler, or what `begun` waits for, is at work. */
async function leave(scans: Route | (() => Promise<unknown>), begun?: Promise<void>) {
  const at = Promise.withResolvers<void>()
  const handling = typeof scans !== 'function' ? scans : upload(() => (at.resolve(), scans()))
  await using server = await startQuiet({ routes: [handling] })
  const record = nextRecord(server)
  const encoded = new Response(form())
  const content = Buffer.from(await encoded.arrayBuffer())
  const socket = connect(server.port, '127.0.0.1')
  socket.write(
    `POST /scans HTTP/1.1\r\nHost: a\r\nContent-Type: ${encoded.headers.get('content-type')}\r\n` +
      `Content-Length: ${content.length}\r\n\r\n`,
  )
  socket.write(content)
  await (begun ?? at.promise)
  socket.destroy()
  expect(await record).toMatchObject({ status: 499 })
}
