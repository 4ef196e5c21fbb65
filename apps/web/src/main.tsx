import { render } from 'preact'
import { App } from './app.tsx'
import { listenForNotesKey } from './notes/panel-state.ts'
import { saveDraftsWhenPossible } from './notes/save-drafts.ts'
import { startRouter } from './lib/router.ts'
import { trouble } from './pages/trouble.tsx'
import { routes } from './routes.ts'
import { notFoundPage } from './pages/not-found.tsx'

listenForNotesKey()
saveDraftsWhenPossible()
startRouter({ routes, notFound: notFoundPage, onError: trouble })
const root = document.getElementById('app')
if (root !== null) render(<App />, root)
