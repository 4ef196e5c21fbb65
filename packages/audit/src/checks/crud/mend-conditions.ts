import type { Mend } from '../../check.ts'

/** For changes over a state that somebody has read. */
export const COMPARE_AND_CHANGE: Mend = {
  general:
    'Compare If-Match with the version that is stored and change the row in one step: UPDATE … WHERE id = $1 AND version = $2, and 412 where it touched no row. To compare first and change later lets two writers through.',
  stacks: {
    'Spring Boot': '@Version on the entity, and 412 for OptimisticLockingFailureException',
    Rails: 'a lock_version column, and 412 for ActiveRecord::StaleObjectError',
    Django:
      'Note.objects.filter(pk=pk, version=version).update(…, version=F("version") + 1), and 412 for 0 rows',
    'ASP.NET Core': 'IsRowVersion() on a property, and 412 for DbUpdateConcurrencyException',
  },
}
