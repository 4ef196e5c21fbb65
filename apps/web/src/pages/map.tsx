import type { VNode } from 'preact'
import type { Place, Ready } from '../lib/router.ts'
import { loadBook, statusOf, user, type Book } from '../state.ts'
import { typeset } from '../lib/typeset.ts'
import { signInHref } from '../parts/account-menu.tsx'
import { Capstones } from '../map/capstones.tsx'
import { Contents } from '../map/contents.tsx'
import { Paths } from '../map/paths.tsx'
import { SystemDrawing } from '../map/system-drawing.tsx'

export async function mapPage({ url }: Place): Promise<Ready> {
  const book = await loadBook()
  const path = book.paths.find(({ id }) => id === url.searchParams.get('path'))
  return { title: '', view: () => <MapView book={book} pathId={path?.id} /> }
}

function MapView({ book, pathId }: { book: Book; pathId: string | undefined }): VNode {
  const path = book.paths.find(({ id }) => id === pathId)
  return (
    <div class="map-page">
      <section class="title-page" aria-labelledby="title">
        <div class="title-words">
          <h1 id="title">
            Backend engineering,
            <br /> from first principles
          </h1>
          <p class="lead">
            It takes {book.concepts.length} concepts to get from the first byte of a request to a service that
            survives its worst day. You study each one, build it, break it and audit it, on a backend you can
            see through.
          </p>
          <Begin book={book} />
        </div>
        <ol class="cycle-words">
          {book.cycle.map(({ step, question }) => (
            <li key={step}>
              <b>{step}</b>
              <span>{typeset(question)}</span>
            </li>
          ))}
        </ol>
      </section>
      <SystemDrawing parts={book.parts.map(({ title }) => title)} />
      <Paths book={book} path={path} />
      <Contents book={book} path={path} />
      <Capstones book={book} />
    </div>
  )
}

/** One invitation: the chapter that is open, or else the first one that can be read. */
function Begin({ book }: { book: Book }): VNode {
  const readable = book.concepts.filter(({ written }) => written)
  const open = readable.find(({ id }) => statusOf(id) === 'in-progress')
  const next = open ?? readable.find(({ id }) => statusOf(id) === 'not-started')
  const verb = open !== undefined ? 'Continue with' : 'Begin with'
  return (
    <p class="begin">
      {next !== undefined ? (
        <a class="button" href={`/learn/${next.id}`}>
          {verb} <cite>{next.title}</cite>
        </a>
      ) : (
        <a class="button" href="#contents">
          Open the contents
        </a>
      )}
      {user.value === null && (
        <span>
          No account is needed to read. <a href={signInHref('/sign-up')}>Create one</a> to keep notes and
          progress.
        </span>
      )}
    </p>
  )
}
