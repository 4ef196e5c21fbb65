import type { VNode } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { getSource, type SourcePage } from '../api.ts'
import type { Place, Ready } from '../lib/router.ts'
import { loadBook } from '../state.ts'

export async function sourcePage({ params }: Place): Promise<Ready> {
  const [source] = await Promise.all([getSource(params.path ?? ''), loadBook()])
  return { title: source.path, view: () => <SourceView source={source} /> }
}

function SourceView({ source }: { source: SourcePage }): VNode {
  const folder = source.html.startsWith('<ul')
  const parts = source.path.split('/')
  useLayoutEffect(() => {
    markLine()
    addEventListener('popstate', markLine)
    return () => removeEventListener('popstate', markLine)
  }, [source])
  return (
    <article class="source-page">
      <header>
        <p class="eyebrow">{folder ? 'Folder' : 'Source'}</p>
        <h1>
          {parts.map((part, index) => (
            <>
              {index > 0 && <span class="slash">/</span>}
              <wbr />
              <span key={index} class={index === parts.length - 1 ? 'file' : 'folder-name'}>
                {part}
              </span>
            </>
          ))}
        </h1>
        <p class="meta">{folder ? `${source.lines} files` : `${source.lines} lines`}</p>
      </header>
      <div class="source-body" dangerouslySetInnerHTML={{ __html: source.html }} />
    </article>
  )
}

/** `:target` does not follow an address that a script wrote, so the line is marked by hand. */
function markLine(): void {
  for (const line of document.querySelectorAll('.source .line[data-target]'))
    line.removeAttribute('data-target')
  if (!/^#L\d+$/.test(location.hash)) return
  document.getElementById(location.hash.slice(1))?.setAttribute('data-target', '')
}
