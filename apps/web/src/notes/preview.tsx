import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { NoteSections } from '../api.ts'
import { SECTIONS } from './sections.ts'

/** The note as it reads. The Markdown renderer is fetched only when someone asks for this. */
export function Preview({ sections }: { sections: NoteSections }): VNode {
  const render = useSignal<((markdown: string) => string) | null>(null)
  const failed = useSignal(false)
  useEffect(() => {
    import('../markdown/notes.ts').then(
      ({ renderNote }) => (render.value = renderNote),
      () => (failed.value = true),
    )
  }, [])
  const draw = render.value
  if (failed.value) return <p role="alert">The preview could not be loaded. Your text is untouched.</p>
  const written = SECTIONS.filter(({ key }) => sections[key].trim() !== '')
  if (written.length === 0) return <p class="note-hint">There is nothing to show yet.</p>
  return (
    <div class="note-preview">
      {draw !== null &&
        written.map(({ key, title }) => (
          <section key={key}>
            <h3>{title}</h3>
            <div class="prose" dangerouslySetInnerHTML={{ __html: draw(sections[key]) }} />
          </section>
        ))}
    </div>
  )
}
