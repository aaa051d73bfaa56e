import { describe, expect, it } from 'vitest'
import { isDefinition } from '../../src/knowledge/classify/definition.ts'
import { definitionSentences } from '../knowledge/definitions.ts'

/** F1 of the rules on one half of the sentences. */
function f1(half: number): number {
  const all = definitionSentences(half)
  const found = all.filter(({ text }) => isDefinition(text))
  const right = found.filter(({ definition }) => definition).length
  return (2 * right) / (found.length + all.filter(({ definition }) => definition).length)
}

describe('definitions', () => {
  it.each([0, 1])('are told from their near misses in half %i', (half) => {
    expect(definitionSentences(half)).toHaveLength(60)
    expect(f1(half)).toBeGreaterThanOrEqual(0.9)
  })

  it.each([
    'A **monad** is a type class that represents computations with a structure.',
    'Dense retrieval is a powerful technique for finding passages by the meaning of a query.',
    'In databases, an index is a sorted copy of some columns that makes look-ups fast.',
    'The resistance of a body to a change of its motion is called inertia.',
    'Athens (Greek: Αθήνα) is a city that gave its name to a league.',
    'Ein Index ist eine sortierte Kopie einiger Spalten.',
    '索引是一种数据结构。',
  ])('has one in “%s”', (text) => {
    expect(isDefinition(text)).toBe(true)
  })

  it.each([
    'Below is a complete script that does it.',
    'Therefore, Q is a principal ideal domain.',
    'Streamlit is a great choice.',
    'The meeting was called off.',
    'Title: The Curious Case of the Missing Index',
    'Is an index a copy?',
    '',
  ])('has none in “%s”', (text) => {
    expect(isDefinition(text)).toBe(false)
  })

  it('stays fast on hostile runs', () => {
    const start = performance.now()
    for (const bit of ['a ', 'a, ', 'is ', 'is the ', 'which is a ', 'called ', '(a ', '— a ', 'or the '])
      isDefinition(`A ${bit.repeat(590 / bit.length).slice(0, 590)}`)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
