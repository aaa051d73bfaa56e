import { describe, expect, it } from 'vitest'
import { openOperator } from './open-operator.ts'

describe('the operator whose value is being typed', () => {
  it('is the last, whatever it is called, with its minus and what is typed of its value', () => {
    expect(openOperator('roll back from:cl')).toEqual({
      operator: 'from',
      before: 'roll back ',
      typed: 'from:',
      value: 'cl',
    })
    expect(openOperator('-Type:')).toEqual({ operator: 'kind', before: '', typed: '-Type:', value: '' })
    expect(openOperator('a  provider:')).toMatchObject({ operator: 'from', before: 'a  ' })
    expect(openOperator('a tag:"two wo')).toEqual({ operator: 'tag', before: 'a ', typed: 'tag:', value: 'two wo' })
  })

  it('is none behind a finished value, inside a word, or where values cannot be counted', () => {
    for (const line of [
      '',
      'from',
      'from:claude ',
      'xfrom: y',
      'a-from:x y',
      'quality:',
      'in:',
      'constructor:',
      '"from:',
      'tag:"two words"',
    ])
      expect(openOperator(line)).toBeUndefined()
  })
})
