import type { VNode } from 'preact'

/**
 * The text of a chapter. The HTML was compiled from this repository's own Markdown at build time and holds no
 * script; what users write never comes this way.
 */
export function Prose({ html }: { html: string }): VNode {
  return <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
}
