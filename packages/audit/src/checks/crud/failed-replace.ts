import { rfc } from '../../source.ts'
import { failedChange } from './failed-change.ts'

export const failedReplace = failedChange({
  id: 'crud/failed-replace',
  method: 'replace',
  claim: 'A PUT that is refused changes nothing.',
  source: rfc(9110, '15.5'),
})
