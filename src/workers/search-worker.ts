import { relate } from '../knowledge/relate/relate.ts'
import { exposeSearch } from '../search/expose-search.ts'
import { VivimDatabase } from '../storage/database.ts'
import { indexSource } from '../storage/index-source.ts'

exposeSearch(indexSource(new VivimDatabase()), relate)
