import { inspector, type AccessRule } from 'principia'
import { anyone } from './identity/access.ts'
import { defineAccess } from './services.ts'

interface Viewer {
  readonly id: string | undefined
  readonly seesAll: boolean
}

/**
 * Everybody sees their own requests. Those of all are seen only where `INSPECTOR=all` says so, and then only by
 * somebody who sits at this very machine: asks it by its own name, and through nobody in between.
 */
const viewer: AccessRule<Viewer, never> = defineAccess('the inspector', {
  scheme: { cookie: 'session' },
  async check(context): Promise<Viewer> {
    const user = await anyone.check(context)
    const { config, remoteAddress, header } = context
    const here =
      isLoopback(remoteAddress) &&
      /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(header('host') ?? '') &&
      header('forwarded') === undefined &&
      header('x-forwarded-for') === undefined
    return { id: user?.id, seesAll: config.INSPECTOR === 'all' && here }
  },
})

export const ownRequests = inspector<Viewer>({
  access: viewer,
  filter: ({ userId }, { user }) => user.seesAll || (userId !== undefined && userId === user.id),
  home: { href: '/', label: 'Academy' },
})

function isLoopback(address: string): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address)
}
