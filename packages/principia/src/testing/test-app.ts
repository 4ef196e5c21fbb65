import type { Logger } from 'pino'
import type { Instances, Service, Services, TraceRecord } from '../context/index.ts'
import type { Route } from '../routing/index.ts'
import { bootApp, doDueWork, type App, type Booted } from '../app/index.ts'
import { createHttpServer } from '../http/index.ts'
import { freshServices } from './fresh-services.ts'
import { requestInMemory } from './memory.ts'

export interface TestOptions {
  /** Settings, in place of the process's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Takes the place of services by name. */
  readonly services?: Readonly<Record<string, Service<unknown>>>
  readonly directory?: string
  /** Takes the log's lines; without it they go nowhere, or to standard output from `LOG_LEVEL` up. */
  readonly logger?: Logger
}

/** An app under test: the whole pipeline, without a socket. */
export interface TestedApp<S extends Services = Services> {
  /** Sends a request. `json` is sent as a JSON body. */
  request(method: string, path: string, options?: TestRequest): Promise<Response>
  get(path: string, options?: TestRequest): Promise<Response>
  post(path: string, json?: unknown, options?: TestRequest): Promise<Response>
  put(path: string, json?: unknown, options?: TestRequest): Promise<Response>
  patch(path: string, json?: unknown, options?: TestRequest): Promise<Response>
  delete(path: string, options?: TestRequest): Promise<Response>
  /** `fetch` for this app, whatever the host in the URL: what a typed client takes in place of the global one. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  /** The records of the requests so far, newest first. */
  traces(): TraceRecord[]
  /**
   * Does the jobs that are due, lets consumers follow the log, and goes on with what comes of that until nothing is left.
   *
   * `now` fires the schedules that are due at that time, too; they begin with the first call that gives one.
   *
   * @returns how many jobs were tried
   */
  work(options?: { readonly now?: Date }): Promise<number>
  /** The app's services as they were started, by name: what handlers find in their context. */
  readonly services: Instances<S>
  readonly booted: Booted
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface TestRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  /** A `FormData` is sent as `multipart/form-data`. */
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
  readonly signal?: AbortSignal
}

/**
 * Boots an app for a test. Services start for real, databases as empty ones of their own; logs are silent
 * unless `LOG_LEVEL` says otherwise.
 *
 * @example
 * await using api = await testApp(shop)
 * const response = await api.post('/orders', { item: 'book' })
 * const orders = await api.services.db.selectFrom('orders').selectAll().execute()
 */
export async function testApp<S extends Services>(
  app: App<Route, S>,
  options: TestOptions = {},
): Promise<TestedApp<S>> {
  const { env = {}, services = {}, ...rest } = options
  const booted = await bootApp(app, {
    ...rest,
    env: { LOG_LEVEL: 'silent', NODE_ENV: 'test', ...env },
    services: { ...freshServices(app), ...services },
  })
  const server = createHttpServer(booted.dispatcher)
  const request = async (method: string, path: string, given: TestRequest = {}) => {
    const { headers = {}, signal } = given
    const { type, body } = await contentOf(given)
    return requestInMemory(server, path, {
      method,
      headers: type === undefined ? headers : { 'content-type': type, ...headers },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    })
  }
  const close = async () => {
    await booted.dispatcher.whenIdle()
    await booted.close()
  }
  return {
    request,
    get: (path, more) => request('GET', path, more),
    post: (path, json, more) => request('POST', path, { json, ...more }),
    put: (path, json, more) => request('PUT', path, { json, ...more }),
    patch: (path, json, more) => request('PATCH', path, { json, ...more }),
    delete: (path, more) => request('DELETE', path, more),
    fetch(url, init) {
      const { pathname, search } = new URL(url, 'http://test.invalid')
      return requestInMemory(server, pathname + search, init)
    },
    traces: () => booted.ring.list(),
    work: async ({ now } = {}) =>
      booted.work === undefined ? 0 : doDueWork(booted.work, booted.logger, now),
    // By the names of the app's services, which is what the type says.
    services: Object.fromEntries(
      booted.services.map(({ name, instance }) => [name, instance]),
    ) as Instances<S>,
    booted,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function contentOf({
  json,
  body,
}: TestRequest): Promise<{ type?: string | undefined; body?: string | Uint8Array<ArrayBuffer> }> {
  if (body instanceof FormData) {
    const encoded = new Response(body)
    const type = encoded.headers.get('content-type') ?? undefined
    return { type, body: new Uint8Array(await encoded.arrayBuffer()) }
  }
  if (body !== undefined) return { body }
  return json === undefined ? {} : { type: 'application/json', body: JSON.stringify(json) }
}
