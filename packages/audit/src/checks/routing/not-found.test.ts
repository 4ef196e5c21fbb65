import { describe, expect, it } from 'vitest'
import { serveHandler } from '../../flaws/serve.ts'
import type { Specimen } from '../../flaws/specimen.ts'
import { verdictOn } from '../../flaws/verdict-on.ts'
import { notFound } from './not-found.ts'

/** An API below /api, with something else for all other addresses. */
function api(elsewhere: { status: number; type?: string }, users: boolean, missing = 404): Specimen {
  const listed = { users: [{ name: 'ada', headers: { Authorization: 'Bearer ada' } }] }
  return {
    start: () =>
      serveHandler(
        ({ url = '/', headers }, response) => {
          const json = { 'Content-Type': 'application/json' }
          if (url === '/api/books') return response.writeHead(200, json).end('[{"id":1}]')
          if (url.startsWith('/api/')) return response.writeHead(missing, json).end('{}')
          if (headers.authorization !== undefined) return response.writeHead(404, json).end('{}')
          const { status, type = 'text/html' } = elsewhere
          return response
            .writeHead(status, { 'Content-Type': type, Location: '/sign-in' })
            .end('<script src="/app.js"></script>')
        },
        { pages: ['/api/books'], ...(users ? listed : {}) },
      ),
  }
}

describe('is no finding', () => {
  it.each([
    [
      'where nobody in particular is refused everywhere, and somebody is told 404',
      { status: 401 },
      true,
      'passed',
    ],
    ['where nobody is known who would be told', { status: 401 }, false, 'inconclusive'],
    ['where one is sent to sign in', { status: 302 }, false, 'inconclusive'],
    ['where a front end has routes of its own, beside the API', { status: 200 }, false, 'passed'],
  ])('%s', async (_, elsewhere, users, outcome) => {
    expect(await verdictOn(notFound, api(elsewhere, users))).toMatchObject({ outcome })
  })
})

it('is one where the start page is at addresses of the API too', async () => {
  const everywhere = api({ status: 200 }, false, 200)
  expect(await verdictOn(notFound, everywhere)).toMatchObject({ outcome: 'failed' })
})
