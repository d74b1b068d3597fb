/** One check of a contract suite: data, so that core needs no test runner. It throws when the contract is broken. */
export type ContractCase<S> = Readonly<{
  name: string
  run: (make: () => Promise<S>) => Promise<void>
}>
