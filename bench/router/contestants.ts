import type { TableRoute } from './cases.ts'

/** A table in a router. `find` looks a GET up and gives the route's place and its parameters as an object. */
export interface Table {
  readonly find: (path: string) => Hit | undefined
}

export interface Hit {
  readonly id: number
  readonly params: Readonly<Record<string, string>>
}

export const CONTESTANTS: Readonly<
  Record<string, { title: string; build: (routes: readonly TableRoute[]) => Promise<Table> }>
> = {
  principia: {
    title: 'Principia',
    async build(routes) {
      const { createRouter } = await import('principia/routing')
      const router = createRouter<{ id: number }>()
      routes.forEach(({ method, pattern }, id) => void router.add(method, pattern, { id }))
      return {
        find(path) {
          const found = router.find('GET', path)
          return found.kind === 'match' ? { id: found.target.id, params: found.params } : undefined
        },
      }
    },
  },
  'find-my-way': { title: 'find-my-way', build: (routes) => findMyWay(routes, false) },
  // Its own option: every tree becomes generated JavaScript.
  'find-my-way-compiled': {
    title: 'find-my-way, compiled',
    build: (routes) => findMyWay(routes, true),
  },
  // What Hono chooses for itself: RegExpRouter, or TrieRouter for tables that this one cannot take.
  hono: {
    title: 'Hono (SmartRouter)',
    async build(routes) {
      const { SmartRouter } = await import('hono/router/smart-router')
      const { RegExpRouter } = await import('hono/router/reg-exp-router')
      const { TrieRouter } = await import('hono/router/trie-router')
      const router = new SmartRouter<{ id: number }>({ routers: [new RegExpRouter(), new TrieRouter()] })
      routes.forEach(({ method, pattern }, id) =>
        router.add(method, pattern.replace('**:path', ':path{.+}'), { id }),
      )
      return {
        find(path) {
          const [matched, stash] = router.match('GET', path)
          const first = matched[0]
          if (first === undefined) return undefined
          const [{ id }, places] = first
          // What Hono's `c.req.param()` does, without decoding.
          const params: Record<string, string> = {}
          for (const name in places) {
            const place = places[name]
            params[name] = (typeof place === 'number' ? stash?.[place] : place) as string
          }
          return { id, params }
        },
      }
    },
  },
}

/** Fastify's router; it comes with Fastify. */
async function findMyWay(routes: readonly TableRoute[], compiled: boolean): Promise<Table> {
  const { default: createFindMyWay } = await import('find-my-way')
  const router = createFindMyWay()
  const nothing = () => undefined
  routes.forEach(({ method, pattern }, id) =>
    // It calls the rest `*`.
    router.on(method, pattern.replace('**:path', '*'), nothing, { id }),
  )
  if (compiled) router.compile()
  return {
    find(path) {
      const found = router.find('GET', path)
      return found === null
        ? undefined
        : { id: (found.store as { id: number }).id, params: found.params as Hit['params'] }
    },
  }
}
