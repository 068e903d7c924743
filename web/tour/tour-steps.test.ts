import { expect, test } from 'vitest'
import { menu } from '#web/shell/menu.ts'
import { tourSteps } from './texts.ts'
import { placesOf } from './tour-places.ts'

test('every page of the menu has its step, and no step is of a page that is gone', () => {
  const known = Object.keys(tourSteps).filter((place) => place !== 'search')
  expect(menu.map(({ path }) => path).sort()).toEqual(known.sort())
})

test('whoever may do nothing yet is shown the workbench and the search', () => {
  expect(placesOf({ readings: [], steps: [] })).toEqual(['/', 'search'])
  expect(placesOf({ readings: ['READ_TRAIL'], steps: [] })).toEqual(['/', '/trail', 'search'])
})
