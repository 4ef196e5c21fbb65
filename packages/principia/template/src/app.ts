import { app } from 'principia'
import { notes } from './notes/notes.ts'
import { config, services } from './services.ts'

export default app({ name: 'my-service', version: '0.0.0', modules: [notes], services, config })
