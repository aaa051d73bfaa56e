import { exposeSearch } from '../search/expose-search.ts'
import { openIndexSource } from '../storage/index-source.ts'

exposeSearch(openIndexSource())
