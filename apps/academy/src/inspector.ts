import { inspector, type AccessRule } from 'principia'
import { isHere } from './here.ts'
import { anyone } from './identity/access.ts'
import { defineAccess } from './services.ts'

interface Viewer {
  readonly id: string | undefined
  readonly seesAll: boolean
}

/**
 * Everybody sees their own requests. Those of all are seen only where `INSPECTOR=all` says so, and then only by
 * somebody who sits at this very machine.
 */
const viewer: AccessRule<Viewer, never> = defineAccess('the inspector', {
  scheme: { cookie: 'session' },
  async check(context): Promise<Viewer> {
    const user = await anyone.check(context)
    return { id: user?.id, seesAll: context.config.INSPECTOR === 'all' && isHere(context) }
  },
})

export const ownRequests = inspector<Viewer>({
  access: viewer,
  filter: ({ userId }, { user }) => user.seesAll || (userId !== undefined && userId === user.id),
  home: { href: '/', label: 'Academy' },
})
