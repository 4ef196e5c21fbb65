import { check } from '../../check.ts'
import { tampered } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'
import { NO_PROBLEMS, problems, PROBLEM_MEND } from './problem.ts'

export const typeStable = check({
  id: 'errors/type-stable',
  claim: 'Equal failures have equal types, and a type is a URI reference.',
  severity: 'should',
  source: rfc(9457, '3.1.1'),
  mend: {
    ...PROBLEM_MEND,
    general:
      'Give each kind of failure one type, an address of its documentation, or about:blank where the status says it all. What differs each time belongs into detail or instance.',
  },
  async run(inspection) {
    const found = await problems(inspection)
    const [first, second] = found.filter(({ says }) => /^An(?:other)? address that/.test(says))
    if (first !== undefined && second !== undefined && first.problem['type'] !== second.problem['type'])
      return failed(
        `Two addresses that are not there have the types ${shown(first.problem['type'])} and ${shown(second.problem['type'])}.`,
        [first, second].map(({ seen }) => ({ exchange: seen })),
      )
    return across(found, NO_PROBLEMS, ({ says, seen, problem: { type } }) => {
      // Without one it is about:blank.
      if (type === undefined || (typeof type === 'string' && isReference(type))) return passed()
      return failed(
        `${says} has the type ${shown(type)}, which is no URI reference.`,
        seen,
        /"type"\s*:\s*[^,}]+/,
      )
    })
  },
  flaw: tampered((answer) => {
    if (answer.status !== 404) return
    const type = `https://errors.example/${crypto.randomUUID()}`
    answer.body = Buffer.from(JSON.stringify({ type, title: 'Not Found', status: 404 }))
  }),
})

/** RFC 3986 section 4.1: what has no spaces, quotes or brackets, as far as it matters here. */
function isReference(text: string): boolean {
  return /^[^\s"<>\\^`{|}]*$/.test(text) && URL.canParse(text, 'http://localhost/')
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : (JSON.stringify(value) ?? 'none').slice(0, 100)
}
