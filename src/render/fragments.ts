// Partials that were rendered before. A card stands on dozens of pages, mostly in the same form: what a partial
// made of it is kept beside all that it asked its data for, and serves wherever the answers are the same. What it
// read of the site is noted for each page that it serves.
import { type Notebook, type Notes, readsOf } from './reads.js'

type Data = Readonly<Record<string, unknown>>

export interface Fragments {
  /** @param it of the including template. @param given laid over it. @param render the partial with its data. */
  include(name: string, it: Data, given: Data, render: (data: Data) => string): string
}

export interface FragmentOptions {
  readonly notebook: Notebook
  /** Members of every template's data that are the same objects for all pages. */
  readonly constant: Data
  /** Whether an object will be given to further pages: only what is made of such a one is worth keeping. */
  isLasting(value: object): boolean
  /** Characters that are kept; then all are forgotten. */
  readonly mostCharacters?: number
}

interface Fragment {
  readonly form: Form
  /** The answers, one a question of the form. */
  readonly answers: readonly unknown[]
  readonly html: string
}

/** What many fragments have in common; kept once, since it is larger than their html. */
interface Form {
  readonly name: string
  /** Members of its data that it asked for. */
  readonly asked: readonly string[]
  readonly notes: Notes
}

/** Data of a partial that is watched while it is rendered. */
interface View {
  readonly data: Data
  readonly given: Data
  readonly around: View | undefined
  readonly asked: Map<string, unknown>
  /** It depends on more than single answers, or on an object of this page alone. */
  tied: boolean
}

/** What is kept of one card: lists show it large, small, with and without its region. */
const mostOfOne = 8

export function createFragments({
  notebook,
  constant,
  isLasting,
  mostCharacters = 4_000_000,
}: FragmentOptions): Fragments {
  let kept = new WeakMap<object, Fragment[]>()
  let characters = 0
  const forms = new Map<string, Form>()
  const views = new WeakMap<object, View>()
  /** Partials that turned out to depend on the page: looking again would be in vain. */
  const tiedNames = new Set<string>()

  function include(name: string, it: Data, given: Data, render: (data: Data) => string): string {
    const around = views.get(it)
    const outer = around?.data ?? it
    const owner = tiedNames.has(name) ? undefined : Object.values(given).find(isOwner)
    if (!owner) {
      const data = { ...outer, ...given }
      return render(around ? watch(data, given, around).proxy : data)
    }
    const known = kept
      .get(owner)
      ?.find(({ form, answers }) => form.name === name && fits(form, answers, outer, given))
    return known ? serve(known, given, around) : make(owner, name, outer, given, around, render)
  }

  function serve({ form, answers, html }: Fragment, given: Data, around: View | undefined): string {
    notebook.copy(form.notes)
    // The partial around it depends on the same answers, but for those that it gave itself.
    if (around) for (const [i, key] of form.asked.entries()) if (!(key in given)) ask(around, key, answers[i])
    return html
  }

  function make(
    owner: object,
    name: string,
    outer: Data,
    given: Data,
    around: View | undefined,
    render: (data: Data) => string,
  ): string {
    const { view, proxy } = watch({ ...outer, ...given }, given, around)
    const { value: html, notes } = notebook.apart(() => render(proxy))
    notebook.copy(notes)
    if (view.tied) tiedNames.add(name)
    else {
      const form = formOf(name, [...view.asked.keys()], notes)
      keep(owner, { form, answers: [...view.asked.values()], html: inOnePiece(html) })
    }
    return html
  }

  const isOwner = (value: unknown): value is object =>
    value !== null && typeof value === 'object' && isLasting(value)

  function fits({ asked }: Form, answers: readonly unknown[], outer: Data, given: Data): boolean {
    for (let i = 0; i < asked.length; i++) {
      const key = asked[i]!
      if ((key in given ? given : outer)[key] !== answers[i]) return false
    }
    return true
  }

  function formOf(name: string, asked: readonly string[], notes: Notes): Form {
    const key = JSON.stringify([name, asked, readsOf(notes)])
    const known = forms.get(key)
    if (known) return known
    const form = { name, asked, notes }
    forms.set(key, form)
    return form
  }

  function keep(owner: object, fragment: Fragment): void {
    characters += fragment.html.length
    if (characters > mostCharacters) {
      kept = new WeakMap()
      forms.clear()
      characters = fragment.html.length
    }
    const others = kept.get(owner)
    if (!others) kept.set(owner, [fragment])
    else if (others.push(fragment) > mostOfOne) others.shift()
  }

  function tie(view: View | undefined): void {
    for (let tied = view; tied; tied = tied.around) tied.tied = true
  }

  function ask(view: View, key: string, value: unknown): void {
    const fromAround = view.around !== undefined && !(key in view.given)
    // What a partial was handed by one that is watched itself is that one's concern: it was asked for there.
    if (!mayRecur(key, value) && (fromAround || !view.around)) tie(view)
    view.asked.set(key, value)
    if (fromAround) ask(view.around, key, value)
  }

  /** Whether another page may give the same answer: an object of this page alone is in no other one. */
  function mayRecur(key: string, value: unknown): boolean {
    if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return true
    return (Object.hasOwn(constant, key) && constant[key] === value) || isLasting(value)
  }

  function watch(data: Data, given: Data, around: View | undefined) {
    const view: View = { data, given, around, asked: new Map(), tied: false }
    const tied = <A extends readonly never[], R>(act: (...args: A) => R) => {
      return (...args: A): R => {
        tie(view)
        return act(...args)
      }
    }
    const proxy = new Proxy(data, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof key === 'string') ask(view, key, value)
        else tie(view)
        return value
      },
      has: tied(Reflect.has),
      ownKeys: tied(Reflect.ownKeys),
      getOwnPropertyDescriptor: tied(Reflect.getOwnPropertyDescriptor),
      set: tied((target: never, key: never, value: never) => Reflect.set(target, key, value)),
      defineProperty: tied(Reflect.defineProperty),
      deleteProperty: tied(Reflect.deleteProperty),
    })
    views.set(proxy, view)
    return { view, proxy }
  }

  return { include }
}

/** V8 holds a text that was put together as a tree of its pieces, which takes more memory and is walked by each page
 *  that it goes into. Asking for a letter lays it out: 28 % less memory, and pages of cards are made 1.7 times as fast
 *  (6,000 cards, four times each; Node 20). */
function inOnePiece(text: string): string {
  text.charCodeAt(0)
  return text
}
