// What the page can do beyond reading: search, counts, copying, keys.
const form = document.querySelector('#filters')
const { text, concept } = form.elements
const results = [...document.querySelectorAll('.result')]
const groups = [...document.querySelectorAll('.group, section')]
const links = [...document.querySelectorAll('.concepts a')]
// All that a check says, but not the bytes: those would make everything match.
const words = new Map(
  results.map((result) => [
    result,
    [
      ...result.querySelectorAll('summary, .says, .mend, .panel, .sources'),
      result.closest('.group')?.querySelector('h3'),
    ]
      .map((part) => part?.textContent ?? '')
      .join(' ')
      .toLowerCase(),
  ]),
)

const isShown = (element) => getComputedStyle(element).display !== 'none'

function filter() {
  const wanted = text.value.toLowerCase().split(/\s+/)
  for (const result of results) {
    const own = concept.value === '' || result.dataset.concept === concept.value
    result.hidden = !own || !wanted.every((word) => words.get(result).includes(word))
  }
  for (const group of groups) group.hidden = ![...group.querySelectorAll('.result')].some(isShown)
  for (const link of links) link.toggleAttribute('aria-current', link.dataset.concept === concept.value)
  const shown = results.filter(isShown).length
  form.querySelector('output').value = `${shown} of ${results.length}`
  document.querySelector('#none').hidden = shown > 0
}

form.addEventListener('input', filter)
form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('reset', () => setTimeout(filter))

for (const link of links) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    concept.value = concept.value === link.dataset.concept ? '' : link.dataset.concept
    filter()
    form.scrollIntoView({ behavior: 'instant' })
  })
}

document.addEventListener('click', async ({ target }) => {
  if (!target.matches('[data-copy]')) return
  const source = target.parentElement.querySelector('code')
  try {
    await navigator.clipboard.writeText(source.textContent)
    target.textContent = 'Copied'
  } catch {
    // Without leave for the clipboard, what is selected is one key away.
    getSelection().selectAllChildren(source)
    target.textContent = 'Selected'
  }
  setTimeout(() => (target.textContent = 'Copy'), 1500)
})

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input[type=search], select')
  if (event.key === 'Escape' && typing) {
    text.value = ''
    filter()
    event.target.blur()
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === '/') {
    event.preventDefault()
    text.focus()
  }
  if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1)
})

function move(by) {
  const shown = results.filter(isShown)
  const at = shown.indexOf(document.activeElement.closest('.result'))
  const next = at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by
  shown[next]?.querySelector('summary').focus()
}

function openLinked() {
  const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (linked?.matches('.result')) linked.open = true
}

document.documentElement.classList.add('script')
addEventListener('hashchange', openLinked)
openLinked()
filter()
