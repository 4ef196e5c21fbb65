import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { TocEntry } from '../api.ts'
import { useMedia } from '../lib/use-media.ts'

/** Follows the scroll at the side of a wide page; a closed list above the text on a narrow one. */
export function TableOfContents({ toc }: { toc: readonly TocEntry[] }): VNode {
  const wide = useMedia('(min-width: 64rem)')
  const current = useCurrentHeading(toc)
  const list = (
    <ol>
      {toc.map(({ id, text, level }) => (
        <li key={id} data-level={level}>
          <a href={`#${id}`} aria-current={current === id ? 'location' : undefined}>
            {text}
          </a>
        </li>
      ))}
    </ol>
  )
  return wide.value ? (
    <nav class="toc" aria-label="In this chapter">
      {list}
    </nav>
  ) : (
    <details class="toc">
      <summary>In this chapter</summary>
      <nav aria-label="In this chapter">{list}</nav>
    </details>
  )
}

/** The last heading above the upper third of the window: the section that is being read. */
function useCurrentHeading(toc: readonly TocEntry[]): string | undefined {
  const current = useSignal<string | undefined>(undefined)
  const frame = useRef(0)
  useEffect(() => {
    const read = (): void => {
      frame.current = 0
      const line = innerHeight / 3
      const passed = toc.filter(
        ({ id }) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < line,
      )
      current.value = passed.at(-1)?.id
    }
    const onScroll = (): void => {
      frame.current ||= requestAnimationFrame(read)
    }
    read()
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('resize', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame.current)
      removeEventListener('scroll', onScroll)
      removeEventListener('resize', onScroll)
    }
  }, [toc])
  const id = current.value
  useEffect(() => {
    const link = document.querySelector('nav.toc [aria-current]')
    const box = link?.closest('nav.toc')
    if (!(link instanceof HTMLElement) || !(box instanceof HTMLElement)) return
    if (link.offsetTop < box.scrollTop + 40) box.scrollTop = link.offsetTop - 40
    const end = link.offsetTop + link.offsetHeight + 40
    if (end > box.scrollTop + box.clientHeight) box.scrollTop = end - box.clientHeight
  }, [id])
  return id
}
