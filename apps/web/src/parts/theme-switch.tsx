import type { VNode } from 'preact'
import { setTheme, theme, THEMES, type Theme } from '../lib/theme.ts'

const DRAWINGS: Readonly<Record<Theme, VNode>> = {
  system: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 3.5a6.5 6.5 0 0 1 0 13Z" class="filled" />
    </>
  ),
  light: (
    <>
      <circle cx="10" cy="10" r="3.6" />
      <path d="M10 1.5v3m0 11v3M1.5 10h3m11 0h3M4 4l2.1 2.1m7.8 7.8L16 16m0-12-2.1 2.1m-7.8 7.8L4 16" />
    </>
  ),
  dark: <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z" />,
}

export function ThemeSwitch(): VNode {
  return (
    <fieldset class="theme-switch">
      <legend class="hidden">Theme</legend>
      {THEMES.map((value) => (
        <label key={value} title={`Theme: ${value}`}>
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme.value === value}
            onChange={() => setTheme(value)}
          />
          <svg viewBox="0 0 20 20" aria-hidden="true">
            {DRAWINGS[value]}
          </svg>
          <span class="hidden">{value}</span>
        </label>
      ))}
    </fieldset>
  )
}
