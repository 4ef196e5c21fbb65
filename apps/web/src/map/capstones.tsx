import type { VNode } from 'preact'
import type { Book } from '../state.ts'

export function Capstones({ book }: { book: Book }): VNode {
  const levels = [...new Set(book.capstones.map(({ level }) => level))]
  return (
    <section class="capstones" aria-labelledby="capstones">
      <h2 id="capstones" class="label">
        Capstones
      </h2>
      <p class="section-lead">
        Whole systems, built in any language and graded from the outside by the checks of several chapters.
      </p>
      <div class="capstone-levels">
        {levels.map((level) => (
          <section key={level} aria-labelledby={`level-${level}`}>
            <h3 id={`level-${level}`}>{level}</h3>
            <ul>
              {book.capstones
                .filter((capstone) => capstone.level === level)
                .map(({ id, title, concepts }) => (
                  <li key={id}>
                    <p>{title}</p>
                    <p class="capstone-concepts">
                      {concepts.map((concept, index) => (
                        <>
                          {index > 0 && ', '}
                          <a key={concept} href={`/learn/${concept}`}>
                            {book.byId.get(concept)?.title ?? concept}
                          </a>
                        </>
                      ))}
                    </p>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}
