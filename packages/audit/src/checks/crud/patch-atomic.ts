import { rfc } from '../../source.ts'
import { failedChange } from './failed-change.ts'

export const patchAtomic = failedChange({
  id: 'crud/patch-atomic',
  method: 'patch',
  claim: 'A PATCH of which a part is refused changes nothing.',
  source: rfc(5789, '2'),
})
