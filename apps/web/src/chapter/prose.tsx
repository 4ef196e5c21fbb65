import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/**
 * The text of a chapter. The HTML was compiled from this repository's own Markdown at build time and holds no
 * script; what users write never comes this way.
 */
export function Prose({ html }: { html: string }): VNode {
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => focusWhatScrolls(root.current), [html])
  return <div class="prose" ref={root} dangerouslySetInnerHTML={{ __html: html }} />
}

/** What hides something at its edge takes the focus, to be scrolled by keyboard; what shows all of itself is no stop. */
function focusWhatScrolls(root: HTMLElement | null): (() => void) | undefined {
  if (root === null) return undefined
  const frames = root.querySelectorAll<HTMLElement>('pre, table, .drawing')
  const measure = (frame: Element): void => {
    if (frame.scrollWidth > frame.clientWidth + 1) frame.setAttribute('tabindex', '0')
    else frame.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)))
  for (const frame of frames) sizes.observe(frame)
  return () => sizes.disconnect()
}
