/** What an element may hold. Text stays text: nothing here reads HTML. */
export type Child = Node | string | number | null | undefined | false

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Makes an element. Attributes that are `undefined` or `false` are left out, `true` is the bare attribute. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...shown(children))
  return made
}

/** Puts other children in place of those that an element has. */
export const fill = (parent: Element, ...children: readonly Child[]): void =>
  parent.replaceChildren(...shown(children))

const shown = (children: readonly Child[]): (Node | string)[] =>
  children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return []
    return [typeof child === 'number' ? String(child) : child]
  })
