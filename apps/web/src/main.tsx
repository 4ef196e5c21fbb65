import { render } from 'preact'
import { App } from './app.tsx'
import { startRouter } from './lib/router.ts'
import { trouble } from './pages/trouble.tsx'
import { routes } from './routes.ts'
import { notFoundPage } from './pages/not-found.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/prose.css'
import './styles/code.css'
import './styles/map.css'
import './styles/chapter.css'
import './styles/notes.css'
import './styles/pages.css'

startRouter({ routes, notFound: notFoundPage, onError: trouble })
const root = document.getElementById('app')
if (root !== null) render(<App />, root)
