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

/** Just below where a heading comes to rest when it is jumped to (`scroll-padding-top`). */
const READING_LINE = 112

/** The last heading that has reached the reading line; at the very end of the page, the last of all. */
function useCurrentHeading(toc: readonly TocEntry[]): string | undefined {
  const current = useSignal<string | undefined>(undefined)
  const frame = useRef(0)
  useEffect(() => {
    const read = (): void => {
      frame.current = 0
      const topOf = (id: string): number =>
        document.getElementById(id)?.getBoundingClientRect().top ?? Infinity
      const passed = toc.filter(({ id }) => topOf(id) < READING_LINE)
      const atEnd = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2
      current.value = (atEnd ? toc : passed).at(-1)?.id
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
