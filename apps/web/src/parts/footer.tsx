import type { VNode } from 'preact'
import { keysOn, setKeys } from '../lib/keys.ts'

export function Footer(): VNode {
  return (
    <footer class="site-footer">
      <p>
        These pages are served by the framework they teach. The <a href="/inspector">inspector</a> shows every
        request that this site has just answered, opened to its stages.
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
