import { check } from '../../check.ts'
import { flawed } from '../../flaws/flawed.ts'
import { rfc } from '../../source.ts'
import { neverAFault } from '../never-a-fault.ts'
import { addressOf, parentOf } from './second-address.ts'

/** Longer than a file's name may be (255 octets on most systems), and than most keys of a table. */
const LENGTHS = [300, 5000]

export const longSegment = check({
  id: 'routing/long-segment',
  claim:
    "A segment that is too long for a file's name or a key is the client's fault (4xx), never the server's.",
  severity: 'should',
  source: [rfc(9110, '15.5.15'), rfc(9110, '15.6.1')],
  mend: {
    general:
      'Bound the length of parameters where they are declared, and take the error of the file system or the database for what it is: nothing has such a name (404).',
    stacks: {
      'node:http': "error.code === 'ENAMETOOLONG' is 404, as ENOENT is",
      'Go net/http': 'errors.Is(err, syscall.ENAMETOOLONG) is 404',
    },
  },
  run({ send, target }) {
    const folders = new Set([
      `${target.base}/`,
      ...target.pages.map((page) => parentOf(addressOf(page).path)),
    ])
    const requests = [...folders]
      .filter((folder) => folder.startsWith('/'))
      .slice(0, 4)
      .flatMap((folder) => LENGTHS.map((length) => ({ path: folder + 'x'.repeat(length) })))
    return neverAFault(send, requests)
  },
  flaw: flawed((request, response, pass) => {
    if ((request.url ?? '').length < 256) pass()
    else response.writeHead(500).end('ENAMETOOLONG: name too long')
  }),
})
