import type { VNode } from 'preact'
import { keysOn, setKeys } from '../lib/keys.ts'

export function Footer(): VNode {
  return (
    <footer class="site-footer">
      <p>
        These pages are served by the framework they teach. The <a href="/inspector">inspector</a> shows the
        requests that they have just answered for you, opened to their stages.
      </p>
      <p class="keys">
        {keysOn.value ? (
          <>
            <kbd>/</kbd> search <kbd>n</kbd> notes{' '}
          </>
        ) : (
          'Single-key shortcuts are off. '
        )}
        <button type="button" class="quiet-button" onClick={() => setKeys(!keysOn.value)}>
          Turn {keysOn.value ? 'off' : 'on'}
        </button>
      </p>
    </footer>
  )
}
