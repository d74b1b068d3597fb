import type { Route } from './route.js'

/** A route with what its path's `:names` stand for. */
export type FoundRoute = Readonly<{ route: Route; params: Readonly<Record<string, string>> }>

/** Finds the route of a method and a path that carries the host's prefix; `HEAD` finds what `GET` does. */
export type RouteTable = (method: string, path: string) => FoundRoute | undefined

/** Makes a table; a path without `:names` comes before those with them, else the first route that fits. */
export const createRouteTable = (routes: readonly Route[]): RouteTable => {
  const exact = new Map<string, Route>()
  const patterns: { route: Route; parts: readonly string[] }[] = []
  for (const route of routes) {
    const path = route.host === 'sim' ? route.path : `/${route.host}${route.path}`
    if (path.includes(':')) patterns.push({ route, parts: path.split('/') })
    else exact.set(`${route.method} ${path}`, route)
  }
  return (asked, path) => {
    const method = asked === 'HEAD' ? 'GET' : asked
    const route = exact.get(`${method} ${path}`)
    if (route !== undefined) return { route, params: {} }
    const given = path.split('/')
    for (const pattern of patterns) {
      if (pattern.route.method !== method) continue
      const params = matchParts(pattern.parts, given)
      if (params !== undefined) return { route: pattern.route, params }
    }
    return undefined
  }
}

const matchParts = (
  parts: readonly string[],
  given: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  if (parts.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== text) return undefined
      continue
    }
    const value = decoded(text)
    if (value === undefined || value === '') return undefined
    params[part.slice(1)] = value
  }
  return params
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
