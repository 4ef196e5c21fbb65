import { check } from '../../check.ts'
import { callingProgram, soundCaller } from '../../flaws/program/program.ts'
import { isGone, launchCalling } from '../../process/calling.ts'
import { text } from '../../source.ts'
import { failed, need, passed } from '../../verdict.ts'
import { writeRequest } from '../../wire/request.ts'

/** Milliseconds that a call may be there after its request has ended. */
const ENDS_WITHIN = 2000

export const cancelsOutgoing = check({
  id: 'context/cancels-outgoing',
  claim: 'No outgoing call is kept open after its request has ended.',
  severity: 'should',
  source: text('Go Concurrency Patterns: Context', 'https://go.dev/blog/context'),
  mend: {
    general:
      'Hand the end of a request to every call that is made for it, so that the call ends when the client leaves or the deadline is over. Clients that give up and ask again otherwise add to the work each time.',
    stacks: {
      Node: "const left = new AbortController(); response.once('close', () => left.abort()); await fetch(url, { signal: left.signal })",
      'Go net/http': 'http.NewRequestWithContext(r.Context(), …)',
      'ASP.NET Core': 'client.GetAsync(url, HttpContext.RequestAborted)',
      FastAPI: 'An async handler, and a task that waits for request.is_disconnected() and cancels the call.',
    },
  },
  needs: ['process'],
  within: 60_000,
  async run(inspection) {
    await using calling = await launchCalling(inspection)
    const { launched, upstream, request } = calling
    await upstream.set('silent')
    const coming = upstream.next(launched.patience)
    const connection = await launched.connect()
    await connection.write(writeRequest(request, connection.origin.host))
    const call = need(await coming, `The service was not called for ${request.path} again.`)
    connection.reset()
    if (await isGone(call, ENDS_WITHIN)) return passed()
    return failed(
      `A client asked for ${request.path} and left; ${ENDS_WITHIN} ms later ${call.method} ${call.path.slice(0, 100)} to the service was still waiting for an answer.`,
      connection.exchange,
    )
  },
  flaw: callingProgram('serve({ handle: calling({ cancels: false, within: 60_000 }) })'),
  sound: soundCaller,
})
