import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import type { Inspection } from '../../run/inspection.ts'
import { owaspApi, text } from '../../source.ts'
import { failed, inconclusive, markIn, passed } from '../../verdict.ts'
import { sameContent, STATUS, type Answer } from '../../wire/answer.ts'
import type { RequestSpec } from '../../wire/request.ts'
import { atOnce } from './at-once.ts'

const REQUESTS = 200

export const noMixing = check({
  id: 'context/no-mixing',
  claim: 'Requests that run at the same time never get what belongs to one another.',
  severity: 'must',
  source: [
    text(
      'CWE-488 Exposure of Data Element to Wrong Session',
      'https://cwe.mitre.org/data/definitions/488.html',
    ),
    owaspApi('API1', 'Broken Object Level Authorization'),
  ],
  // Others that make and delete things would change what is compared.
  alone: true,
  mend: {
    general:
      'Keep what belongs to a request in its own variables, or in a scope that follows it, never in a variable of a module, a singleton or a reused object.',
    stacks: {
      Node: 'AsyncLocalStorage, or an argument; no `let` at the top of a module that a request writes.',
      'Spring Boot':
        'Beans are singletons: no fields that a request writes. Clear a ThreadLocal when the request ends.',
      Django: 'No attributes on modules or on the class of a view; threading.local breaks with async views.',
      'Go net/http': 'Put values into r.Context(), and nothing into a struct that handlers share.',
    },
  },
  async run(inspection) {
    const questions = [...(await pageQuestions(inspection)), ...(await reflected(inspection))]
    if (questions.length < 2)
      return inconclusive(
        'It has no two pages that are different and stay as they are; name more under "pages".',
      )
    const asked = await atOnce(REQUESTS, async (index) => {
      const own = questions[index % questions.length] as Question
      return { own, exchange: await inspection.send(own.request) }
    })
    for (const { own, exchange } of asked) {
      if (own.isOwn(exchange.answer)) continue
      const other = questions.find((each) => each !== own && each.isOwn(exchange.answer))
      // What has changed for good meanwhile is no mistake.
      const changed = async () => sameContent((await inspection.send(own.request)).answer, exchange.answer)
      if (other !== undefined && !(await changed()))
        return failed(
          `While ${REQUESTS} requests ran, ${own.name} was answered with what belongs to ${other.name}.`,
          [{ exchange, mark: markIn(exchange, 'received', STATUS) }],
        )
    }
    return passed()
  },
  flaw: mixing(),
})

/** Something to ask for, and how to know its answer from those of the others. */
interface Question {
  readonly name: string
  readonly request: RequestSpec
  readonly isOwn: (answer: Answer) => boolean
}

/** Pages that are the same twice and unlike one another; those of somebody are asked for by everybody. */
async function pageQuestions({ send, target }: Inspection): Promise<Question[]> {
  const found: (Question & { readonly answer: Answer })[] = []
  for (const { path, as } of target.pages.slice(0, MOST_PAGES)) {
    for (const user of as === undefined ? [undefined] : target.users) {
      const request = { path, as: user }
      const { answer } = await send(request)
      const again = await send(request)
      const distinct =
        sameContent(answer, again.answer) && !found.some((other) => sameContent(other.answer, answer))
      if (!distinct) continue
      const name = user === undefined ? path : `${path} of ${user.name}`
      found.push({ name, request, answer, isOwn: (other) => sameContent(other, answer) })
    }
  }
  return found
}

const MOST_PAGES = 6

/** Addresses that are not there, where the answer repeats the address. */
async function reflected({ send, target, random }: Inspection): Promise<Question[]> {
  const shows = async (word: string) =>
    (await send({ path: `${target.base}/${word}` })).answer.body.includes(word)
  if (!(await shows(random.word(16)))) return []
  return Array.from({ length: 20 }, () => {
    const word = random.word(16)
    const path = `${target.base}/${word}`
    return { name: path, request: { path }, isOwn: ({ body }) => body.includes(word) }
  })
}

/** A server that keeps which of its pages is asked for in a variable for all. */
function mixing() {
  let asked: string | undefined
  return flawed((request, _response, pass) => {
    if (!['/', '/books', '/page'].includes(request.url ?? '')) return pass()
    asked = request.url
    setTimeout(() => {
      request.url = asked
      pass()
    }, 20)
  })
}
