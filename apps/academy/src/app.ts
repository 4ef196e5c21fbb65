import { app } from 'principia'
import { audits } from './audits/index.ts'
import { curriculum } from './curriculum/index.ts'
import { identity } from './identity/index.ts'
import { ownRequests } from './inspector.ts'
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
  modules: [identity, curriculum, progress, notes, audits, search, pages],
  inspector: ownRequests,
  // Its pages need nothing of these.
  security: { permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] } },
})
