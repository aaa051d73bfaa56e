import { exposeSearch } from '../../../src/search/expose-search.ts'
import { generateLibrary } from '../../search-library/generate.ts'

const parameters = new URLSearchParams(self.name)
exposeSearch(generateLibrary(Number(parameters.get('messages') ?? 2_000), parameters.get('library') ?? 'a').library)
