import { check } from '../../check.ts'
import { rfc } from '../../source.ts'
import { isEntityTag } from './entity-tag.ts'
import { fieldIsWell, sending } from './field-is-well.ts'

export const etagSyntax = check({
  id: 'http/etag-syntax',
  claim: 'An entity tag stands in double quotes, with W/ before them where it is weak.',
  severity: 'must',
  source: rfc(9110, '8.8.3'),
  mend: {
    general:
      'Write the quotes as part of the value: ETag: "5f3e". Caches and clients treat a tag without them as none, or compare it wrongly.',
    stacks: {
      Express: 'res.set(\'ETag\', `"${hash}"`); or leave it to the etag setting, which is on',
      'Spring Boot': 'ResponseEntity.ok().eTag(hash) adds the quotes',
      Django: 'response["ETag"] = f\'"{digest}"\', or the decorator condition(etag_func=…), which quotes',
      'Go net/http': 'w.Header().Set("ETag", strconv.Quote(hash))',
    },
  },
  run: fieldIsWell('ETag', (value) =>
    isEntityTag(value) ? undefined : 'is no entity tag; something like "5f3e" or W/"5f3e" was expected',
  ),
  flaw: sending({ etag: '5f3e' }),
  sound: sending({ etag: 'W/"5f3e"' }),
})
