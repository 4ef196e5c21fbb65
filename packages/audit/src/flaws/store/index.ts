import type { AuditConfig } from '../../target/config.ts'
import { serveHandler } from '../serve.ts'
import type { Specimen } from '../specimen.ts'
import { createAnswer } from './answer.ts'
import { document } from './document.ts'
import { createThings } from './things.ts'
import type { Traits } from './traits.ts'

/**
 * A small store of things, for claims that the sound server has nothing to show for: names that are unique, lists with a
 * total, a search, an order and pages by number, addresses of the client's choice, and several things in one request.
 *
 * @param traits what is wrong with it: nothing unless said
 */
export function store(traits: Traits = {}, config: AuditConfig = {}): Specimen {
  return {
    start() {
      const things = createThings(traits)
      const answer = createAnswer(things, traits, document())
      return serveHandler((request, response) => void answer(request, response), { ...CONFIG, ...config })
    },
  }
}

const CONFIG: AuditConfig = {
  openapi: '/openapi.json',
  resources: [
    {
      path: '/things',
      example: { name: 'Thing {{random}}', text: 'Some text', rank: 5 },
      text: 'name',
    },
  ],
}
