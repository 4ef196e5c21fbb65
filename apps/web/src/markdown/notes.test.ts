import { expect, test } from 'vitest'
import { renderNote } from './notes.ts'

test('Markdown becomes HTML', () => {
  expect(renderNote('**A** [b](https://example.org)\n\n```ts\nconst a = 1\n```')).toBe(
    '<p><strong>A</strong> <a href="https://example.org" rel="noopener noreferrer nofollow">b</a></p>\n' +
      '<pre><code class="language-ts">const a = 1\n</code></pre>\n',
  )
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  'text <b onclick="alert(1)">b</b>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](java\nscript:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](&#x6A;avascript&colon;alert(1))',
  '[a]( javascript:alert(1))',
  '[a](vbscript:x)',
  '[a](data:text/html,<script>alert(1)</script>)',
  '[a](//evil.example)',
  '<javascript:alert(1)>',
  '[a][x]\n\n[x]: javascript:alert(1)',
  '![a](javascript:alert(1))',
  '![a](https://evil.example/pixel.png)',
  '![a](data:image/svg+xml,<svg onload=alert(1)>)',
  '[a](https://e.example "x" onmouseover="alert(1))',
  '[a](https://e.example/"onmouseover="alert(1))',
  '```"><script>alert(1)</script>\nx\n```',
  '``` x" onclick="alert(1)\nx\n```',
  '| a |\n|:-:|\n| <script> |',
])('%j runs nothing and fetches nothing', (markdown) => {
  const html = renderNote(markdown)
  for (const [tag] of html.matchAll(/<[^>]*>/g)) {
    expect(tag).toMatch(
      /^<\/?(p|br|strong|em|pre|table|thead|tbody|tr|th|td)( class="align-(left|center|right)")?>$|^<\/?code( class="[^"<>]*")?>$|^<\/a>$|^<a href="(https?:|\/(?!\/)|#)[^"]*"( title="[^"]*")? rel="[^"]*">$/,
    )
  }
})
