import { check } from '../../check.ts'
import { sloppy } from '../../flaws/sloppy.ts'
import { rfc } from '../../source.ts'
import { across, failed, passed } from '../../verdict.ts'

export const noContentNoLength = check({
  id: 'http/no-content-no-length',
  claim: 'An answer of 204 has neither Content-Length nor Transfer-Encoding.',
  // A MUST NOT, which common middleware breaks on purpose and clients do not stumble over.
  severity: 'should',
  source: [rfc(9110, '8.6'), rfc(9112, '6.1')],
  mend: { general: 'Leave both fields out of a 204: it ends with its head.' },
  run: ({ target, send }) =>
    across(
      [
        ...target.pages.slice(0, 3).map(({ path, as }) => ({ method: 'OPTIONS', path, as })),
        {
          method: 'OPTIONS',
          path: target.pages[0]?.path ?? `${target.base}/`,
          headers: {
            Origin: target.allowedOrigin ?? target.origin.origin,
            'Access-Control-Request-Method': 'GET',
          },
        },
      ],
      'Nothing was answered with 204.',
      async (request) => {
        const exchange = await send(request)
        const { status, headers } = exchange.answer
        if (status !== 204) return undefined
        const name = ['Content-Length', 'Transfer-Encoding'].find((each) => headers.has(each))
        if (name === undefined) return passed()
        const says = `The 204 to OPTIONS ${request.path} has ${name}: ${headers.get(name)}.`
        return failed(says, exchange, new RegExp(`${name}[^\\r\\n]*`, 'i'))
      },
    ),
  flaw: sloppy({ lengthFor204: true }),
})
