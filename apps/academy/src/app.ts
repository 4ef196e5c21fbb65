import { app } from 'principia'
import { anyone } from './identity/access.ts'
import { curriculum } from './curriculum/index.ts'
import { identity } from './identity/index.ts'
import { notes } from './notes/index.ts'
import { pages } from './pages/index.ts'
import { progress } from './progress/index.ts'
import { search } from './search/index.ts'
import { config, services } from './services.ts'

export default app({
  name: 'academy',
  version: '0.1.0',
  description: 'Where teams study, build, break and audit each concept of a backend.',
  config,
  services,
  // On one's own machine everything may be watched; elsewhere everybody sees their own requests.
  inspector: {
    access: anyone,
    filter: ({ userId }, { trace, remoteAddress }) =>
      isOwnMachine(remoteAddress) || (userId !== undefined && userId === trace.userId),
    home: { href: '/', label: 'Academy' },
  },
  modules: [identity, curriculum, progress, notes, search, pages],
})

function isOwnMachine(address: string): boolean {
  return process.env.NODE_ENV !== 'production' && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(address)
}
