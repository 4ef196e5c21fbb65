import type { IncomingMessage, ServerResponse } from 'node:http'
import { answering } from '../../flaws/answering.ts'
import { contentOf } from '../../flaws/sound/content.ts'
import type { Specimen } from '../../flaws/specimen.ts'

/** What is wrong with it. */
interface Traits {
  /** A stay may end before it begins. */
  readonly anyOrder?: boolean
  /** Addresses and names are compared letter by letter. */
  readonly byLetter?: boolean
}

interface Booking {
  readonly email: string
  readonly name: string
  readonly stay: { readonly from: string; readonly until: string }
}

/** A server that takes bookings: one for each mail address and name, each for a stay that ends after it begins. */
export function bookings({ anyOrder = false, byLetter = false }: Traits = {}): Specimen {
  const made = new Map<string, Booking>()
  const isTaken = (booking: Booking) =>
    [...made.values()].some((each) =>
      (['email', 'name'] as const).some((member) => {
        const [one, other] = [each[member], booking[member]]
        return byLetter ? one === other : normal(one) === normal(other)
      }),
    )
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '/' } = request
    const tell = (status: number, value: unknown = {}, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(status === 204 ? undefined : JSON.stringify(value))
    if (url === '/openapi.json') return tell(200, DOCUMENT)
    if (method === 'DELETE') return tell(made.delete(url) ? 204 : 404)
    if (method === 'GET') return made.has(url) ? tell(200, made.get(url)) : tell(404)
    const booking = JSON.parse((await contentOf(request)).toString()) as Booking
    const { from, until } = booking.stay
    if (!anyOrder && from >= until) return tell(422)
    if (isTaken(booking)) return tell(409)
    const at = `/bookings/${count++}`
    made.set(at, booking)
    return tell(201, booking, { location: at })
  }
  let count = 1
  return answering(
    (request, response) => void answer(request, response).catch(() => response.writeHead(400).end()),
    {
      openapi: '/openapi.json',
      resources: [
        {
          path: '/bookings',
          example: {
            email: '{{random}}@example.org',
            name: 'Ada {{random}}',
            stay: { from: '2031-01-01', until: '2031-01-02' },
          },
          text: 'name',
          methods: ['create', 'read', 'delete'],
        },
      ],
    },
  )
}

function normal(text: string): string {
  return text.normalize().toLowerCase()
}

const DAY = { type: 'string', format: 'date' }
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Bookings', version: '1.0.0' },
  paths: {
    '/bookings': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  email: { type: 'string' },
                  name: { type: 'string' },
                  stay: {
                    type: 'object',
                    properties: { from: DAY, until: DAY },
                    required: ['from', 'until'],
                  },
                },
                required: ['email', 'name', 'stay'],
              },
            },
          },
        },
        responses: { 201: { description: 'It is booked.' } },
      },
    },
  },
}
