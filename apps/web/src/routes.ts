import type { Route } from './lib/router.ts'
import { auditPage } from './pages/audit.tsx'
import { chapterPage } from './pages/chapter.tsx'
import { mapPage } from './pages/map.tsx'
import { notesPage } from './pages/notes.tsx'
import { searchPage } from './pages/search.tsx'
import { signInPage, signUpPage } from './pages/account.tsx'
import { sourcePage } from './pages/source.tsx'

export const routes: readonly Route[] = [
  { pattern: '/', page: mapPage },
  { pattern: '/learn/:concept', page: chapterPage },
  { pattern: '/notes', page: notesPage },
  { pattern: '/audit', page: auditPage },
  { pattern: '/search', page: searchPage },
  { pattern: '/sign-in', page: signInPage },
  { pattern: '/sign-up', page: signUpPage },
  { pattern: '/source/*path', page: sourcePage },
]
